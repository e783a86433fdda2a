{
    "name": "Service Contracts: Credit Notes",
    "summary": "A confirmed SLA statement becomes a draft credit note",
    "version": "19.0.1.0.0",
    "category": "Operations",
    "author": "Open Operations Suite contributors",
    "license": "LGPL-3",
    "depends": ["ops_contract", "account"],
    "data": ["views/account_move_views.xml", "views/ops_sla_statement_views.xml"],
    "auto_install": True,
}
