"""Ground of the addons' Odoo tests."""

from odoo.orm.model_classes import add_to_registry
from odoo.tests import TransactionCase, new_test_user


class OpsCase(TransactionCase):
    """English, no mail noise, users by their roles.

    ``user = cls.new_user("anna", "ops_cost.group_cost_office")``
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.lang = "en_US"
        cls.env = cls.env(
            context={**cls.env.context, "tracking_disable": True, "lang": "en_US"}
        )
        cls.company = cls.env.company
        cls.company.ops_tz = "Asia/Shanghai"

    @classmethod
    def new_user(cls, login, *groups, **values):
        return new_test_user(
            cls.env,
            login,
            groups=",".join(("base.group_user", *groups)),
            **{"lang": "en_US", "tz": "Asia/Shanghai", **values},
        )


def add_test_models(case, *definitions):
    """Puts models that only a test class needs into its registry and database.

    ``definitions``: model classes with ``_module = None``. Call it in ``setUpClass``;
    they are gone after the class. Nobody but the superuser has access to them.
    """
    registry = case.registry
    names = [definition._name for definition in definitions]
    for definition in definitions:
        add_to_registry(registry, definition)
    case.addClassCleanup(_remove_models, registry, names)
    registry._setup_models__(case.cr, names)
    registry.init_models(case.cr, names, {}, install=True)


def _remove_models(registry, names):
    for name in names:
        for parent in registry[name]._inherit:
            registry[parent]._inherit_children.discard(name)
        del registry[name]
    registry.registry_invalidated = True
