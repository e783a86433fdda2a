"""A company, its quotas or its entries from a file, and back into one.

columns: what the sheets hold · reading: file to lines · known: what is stored
already, in the same form · checks: findings · apply: writing · export: the way back.
The order of the tuples in ``columns.SHEETS`` is the order of reading and of writing.
"""
