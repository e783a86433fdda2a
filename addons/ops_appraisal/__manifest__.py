{
    "name": "Appraisals",
    "summary": "Job duties, role KPIs, two-level review, pay by performance, "
    "promotion by culture",
    "version": "19.0.1.0.0",
    "category": "Operations",
    "author": "Open Operations Suite contributors",
    "license": "LGPL-3",
    "depends": ["ops_base"],
    "data": [
        "security/ops_appraisal_groups.xml",
        "security/ir.model.access.csv",
        "security/ops_appraisal_rules.xml",
        "views/ops_appraisal_menus.xml",
    ],
    "application": True,
}
