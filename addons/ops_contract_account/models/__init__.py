from . import account_move, ops_sla_statement
