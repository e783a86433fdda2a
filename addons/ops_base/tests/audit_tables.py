"""What an installed addon has, as plain tables."""

from odoo.models import BaseModel

MAGIC = frozenset({"create_uid", "write_uid"})
LETTERS = (
    ("c", "perm_create"),
    ("r", "perm_read"),
    ("u", "perm_write"),
    ("d", "perm_unlink"),
)


def new_models(env, module, abstract=False):
    """``{name: empty recordset}`` of the models that the addon brings."""
    return {
        name: env[name]
        for name, model in sorted(env.registry.items())
        if model._original_module == module and (abstract or not model._abstract)
    }


def access_table(env, models):
    """``{model: {group xml id: letters of "crud"}}`` from the active rows."""
    table = {}
    for name in models:
        rows = env["ir.model.access"].search([("model_id.model", "=", name)])
        table[name] = {
            row.group_id.get_external_id()[row.group_id.id]: "".join(
                letter for letter, right in LETTERS if row[right]
            )
            for row in rows
        }
    return table


def own_menus(env, module):
    data = env["ir.model.data"].search(
        [("module", "=", module), ("model", "=", "ir.ui.menu")]
    )
    return env["ir.ui.menu"].browse(data.mapped("res_id"))


def window_actions(env, module):
    """The window actions of the addon's menus."""
    menus = own_menus(env, module)
    return env["ir.actions.act_window"].browse(
        menu.action.id
        for menu in menus
        if menu.action and menu.action._name == "ir.actions.act_window"
    )


def own_many2ones(env, module):
    """Stored many2one fields that classes of the addon define, or that its models
    take from the suite's mixins."""
    ours = new_models(env, module)
    for name, model in env.registry.items():
        if model._abstract or not model._auto:
            continue
        for field in model._fields.values():
            if field.type != "many2one" or not field.store or field.name in MAGIC:
                continue
            if field.related:
                # a copy: what holds the original holds it
                continue
            source = field._module or ""
            if source == module or (name in ours and source.startswith("ops_")):
                yield field


def says_ondelete(model, name):
    """Whether a class of the model states what deletion does to the field."""
    definitions = (vars(parent).get(name) for parent in type(model).__mro__)
    return any(
        "ondelete" in (getattr(definition, "_args__", None) or {})
        for definition in definitions
    )


def indexed_columns(env, table):
    """Columns that lead an index of the table."""
    env.cr.execute(
        """
        SELECT a.attname
          FROM pg_index i
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
         WHERE i.indrelid = %s::regclass
        """,
        [table],
    )
    return {name for (name,) in env.cr.fetchall()}


def public_names(env, module):
    """``{model: names}`` that a client can call because classes of the addon define
    them; those that the ORM has anyway are left out."""
    table = {}
    for name, model in sorted(env.registry.items()):
        names = {
            method
            for parent in model.__mro__
            if _defined_by(parent, module, name)
            for method in vars(parent)
            if _is_public(model, method)
        }
        if names:
            table[name] = names
    return table


def _defined_by(parent, module, name):
    return getattr(parent, "_module", None) == module and (
        parent.__dict__.get("_name") == name
        or name in (parent.__dict__.get("_inherit") or ())
    )


def _is_public(model, method):
    if method.startswith("_") or hasattr(BaseModel, method):
        return False
    function = getattr(model, method)
    return callable(function) and not getattr(function, "_api_private", False)


def server_owned_table(env, module):
    """``{model: names}`` of the addon's models, without the suite's mixins' own."""
    guard = env.registry["ops.mixin.guard"]
    table = {}
    for name, model in new_models(env, module).items():
        if isinstance(model, guard):
            names = set().union(
                *(
                    vars(parent).get("_server_owned", ())
                    for parent in type(model).__mro__
                    if vars(parent).get("_name") == name
                    or _defined_by(parent, module, name)
                )
            )
            if names:
                table[name] = names
    return table
