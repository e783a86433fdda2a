"""The template database that tests copy: all addons, no demo, assets built."""

from . import databases, odoo, paths

ROOTS = (paths.ADDONS, paths.TESTS)
# Assets are built once; no tour of Odoo's onboarding begins by itself.
WARM = """
env['res.users'].with_context(active_test=False).search([]).tour_enabled = False
env['ir.qweb']._pregenerate_assets_bundles()
for name in ('web.assets_tests', 'web.assets_unit_tests'):
    env['ir.qweb']._get_asset_bundle(name, css=True, js=True).js()
env.cr.commit()
"""


def runner(server):
    return odoo.Odoo(server, "test.conf", addons_path=ROOTS)


def ensure(server, rebuild):
    """The database that tests copy, brought up to the code; logs of what was run."""
    keys = databases.code_keys(ROOTS)
    name = databases.TEMPLATE
    core = databases.core_key(odoo.core_depends(ROOTS))
    known = None if rebuild else databases.changes(server.note(name), keys, core)
    if known is None:
        return _build(server, keys, core)
    options = databases.module_options(*known)
    if not options:
        return []
    server.set_note(name, databases.write_note(unfinished(keys, *known), core))
    log = runner(server).update(name, "Update of the template", *options)
    server.set_note(name, databases.write_note(keys, core))
    return [log]


def unfinished(keys, new, changed):
    """Keys to note while these are updated: an interrupted update is done again."""
    return {
        name: "" if name in changed else key
        for name, key in keys.items()
        if name not in new
    }


def is_there(server):
    """Whether the template is complete; complaints in its log do not matter here."""
    return bool(server.note(databases.TEMPLATE))


def _build(server, keys, core):
    depends = odoo.core_depends(ROOTS)
    databases.ensure_core(runner(server), databases.CORE, depends)
    with databases.build(server, databases.TEMPLATE) as fresh:
        databases.copy(server, databases.CORE, fresh)
        options = databases.module_options(list(keys), [])
        odoo_runner = runner(server)
        log = odoo_runner.update(fresh, "Database template", *options)
        odoo_runner.script(fresh, "Warm the assets", WARM)
        server.set_note(fresh, databases.write_note(keys, core))
    return [log]
