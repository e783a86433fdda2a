"""The demo company's appraisals, built as users would: buttons, roles, signatures."""
