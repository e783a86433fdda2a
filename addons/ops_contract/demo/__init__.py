"""The demo company's contracts, built as users would: buttons, roles, signatures."""
