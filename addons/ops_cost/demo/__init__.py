"""The demo company, built as a user would: workbook, import, buttons."""
