# A test-only addon: installed in test databases, never shipped.
{
    "name": "Tests across addons",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Open Operations Suite contributors",
    "license": "LGPL-3",
    "depends": ["ops_appraisal", "ops_base", "ops_contract", "ops_cost"],
}
