"""What stands behind ``./ops``: prepare, run and check, with the standard library."""
