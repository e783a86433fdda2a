"""What holds for every addon of the suite, as tests that each addon inherits.

class TestCostAudit(AddonAudit, TransactionCase):
    module = "ops_cost"
    access = {"ops.cost.entry": {"ops_cost.group_cost_office": "crw", ...}, ...}
    public_methods = {"ops.cost.entry": {"action_post"}}
    server_owned = {"ops.cost.entry": {"state", "number"}}
"""

import ast
import inspect
import re
from pathlib import Path

import polib

from odoo.exceptions import UserError, ValidationError
from odoo.modules.module import get_module_path
from odoo.tools.translate import TranslationModuleReader

from .audit_tables import (
    access_table,
    indexed_columns,
    new_models,
    own_many2ones,
    own_menus,
    public_names,
    says_ondelete,
    server_owned_table,
    window_actions,
)

LETTERS = re.compile(r"[A-Za-z]{2}")
VIEW_TYPES = ("list", "form", "search")


class AddonAudit:
    """Mix into a ``TransactionCase``. The attributes are the addon's written record:
    a test fails when the addon and the record differ in either direction."""

    # Odoo's loader otherwise takes only the methods of the class itself
    allow_inherited_tests_method = True
    maxDiff = None
    module = None
    # {model: {group xml id: letters of "crud" in this order}}; R9
    access = {}
    # {model: names callable by RPC that the addon's classes define}; R11
    public_methods = {}
    # {model: names that only the server sets}; R12
    server_owned = {}
    # exemptions, each with its reason
    no_company_rule = {}
    no_guard = {}
    no_views = {}
    cascading = {}
    no_translation = frozenset()

    def test_every_model_describes_itself(self):
        for name, model in new_models(self.env, self.module, abstract=True).items():
            with self.subTest(model=name):
                self.assertTrue(model._description)
                self.assertNotEqual(model._description, name)

    def test_access_rows_are_as_recorded(self):
        found = access_table(self.env, new_models(self.env, self.module))
        self.assertEqual(found, self.access)

    def test_no_access_row_without_a_group(self):
        for name in new_models(self.env, self.module):
            rows = self.env["ir.model.access"].search([("model_id.model", "=", name)])
            with self.subTest(model=name):
                self.assertTrue(rows, "no access row")
                self.assertTrue(all(row.group_id for row in rows), "row without group")

    def test_models_with_a_company_have_a_company_rule(self):
        for name, model in new_models(self.env, self.module).items():
            if "company_id" not in model._fields or name in self.no_company_rule:
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
            found = [
                rule
                for rule in rules
                if not rule.groups and "company_id" in (rule.domain_force or "")
            ]
            with self.subTest(model=name):
                self.assertTrue(found, "no global rule on company_id")

    def test_a_new_record_is_offered_what_its_company_follows_from(self):
        """Odoo's company domain of a field offers nothing to a record without company,
        and a new one gets its company from that very field."""
        for name in new_models(self.env, self.module):
            company = self.env[name]._fields.get("company_id")
            path = (company is not None and company.related) or ""
            source = self.env[name]._fields.get(path.split(".")[0])
            if source is not None:
                self.assertFalse(source.check_company, f"{name}.{source.name}")

    def test_stored_models_guard_their_values(self):
        guard = self.env.registry["ops.mixin.guard"]
        for name, model in new_models(self.env, self.module).items():
            if model._transient or not model._auto or name in self.no_guard:
                continue
            with self.subTest(model=name):
                self.assertIsInstance(model, guard)

    def test_exemptions_have_reasons_and_are_needed(self):
        names = new_models(self.env, self.module)
        for record in (self.no_company_rule, self.no_guard, self.no_views):
            for name, reason in record.items():
                with self.subTest(exemption=name):
                    self.assertIn(name, names)
                    self.assertTrue(reason)

    def test_menus_lead_to_lists_forms_and_searches(self):
        for action in window_actions(self.env, self.module):
            name = action.res_model
            if self.env[name]._transient or name in self.no_views:
                continue
            views = self.env["ir.ui.view"].search([("model", "=", name)])
            with self.subTest(model=name):
                self.assertLessEqual(set(VIEW_TYPES), set(views.mapped("type")))

    def test_roles_of_a_menu_reach_it(self):
        """A role that has a menu has every menu above it: there is a way there."""
        menus = own_menus(self.env, self.module)
        hidden = [
            f"{menu.complete_name}: {group.full_name}"
            for menu in menus
            for group in menu.group_ids
            for above in menu.browse(map(int, menu.parent_path.split("/")[:-2]))
            if above.group_ids and not above.group_ids & group.all_implied_ids
        ]
        self.assertFalse(hidden)

    def test_empty_lists_explain_themselves(self):
        for action in window_actions(self.env, self.module):
            if self.env[action.res_model]._transient:
                continue
            with self.subTest(action=action.xml_id):
                self.assertTrue(action.help)

    def test_many2ones_say_what_deletion_does(self):
        for field in own_many2ones(self.env, self.module):
            with self.subTest(field=str(field)):
                self.assertTrue(says_ondelete(self.env[field.model_name], field.name))

    def test_many2ones_are_indexed(self):
        for field in own_many2ones(self.env, self.module):
            model = self.env[field.model_name]
            if model._transient:
                continue
            with self.subTest(field=str(field)):
                self.assertIn(field.name, indexed_columns(self.env, model._table))

    def test_frozen_rows_are_not_deleted_with_others(self):
        frozen = tuple(
            self.env.registry[name] for name in ("ops.mixin.append", "ops.mixin.sealed")
        )
        for field in own_many2ones(self.env, self.module):
            exempt = str(field) in self.cascading
            if isinstance(self.env[field.model_name], frozen) and not exempt:
                with self.subTest(field=str(field)):
                    self.assertEqual(field.ondelete, "restrict")

    def test_public_methods_are_as_recorded(self):
        self.assertEqual(public_names(self.env, self.module), self.public_methods)

    def test_no_public_method_starts_with_sudo(self):
        for name, methods in public_names(self.env, self.module).items():
            for method in methods:
                source = inspect.getsource(getattr(type(self.env[name]), method))
                body = ast.parse(inspect.cleandoc("\n" + source)).body[0].body
                code = [part for part in body if not _is_docstring(part)]
                with self.subTest(method=f"{name}.{method}"):
                    self.assertNotIn(".sudo()", ast.unparse(code[0]))

    def test_server_owned_fields_are_as_recorded(self):
        self.assertEqual(server_owned_table(self.env, self.module), self.server_owned)

    def test_server_owned_fields_refuse_every_hand(self):
        for model, field in self._owned_fields():
            with self.subTest(field=str(field)):
                self.assertTrue(field.readonly)
                with self.assertRaises(UserError):
                    model.create([{field.name: False}])
                with self.assertRaises(UserError):
                    model.write({field.name: False})
                with self.assertRaises(UserError):
                    model.copy_data({field.name: False})

    def test_server_owned_fields_ignore_the_context(self):
        for model, field in self._owned_fields():
            expected = model.default_get([field.name])
            forged = model.with_context(**{f"default_{field.name}": "forged"})
            with self.subTest(field=str(field)):
                self.assertEqual(forged.default_get([field.name]), expected)

    def _owned_fields(self):
        for name in server_owned_table(self.env, self.module):
            model = self.env[name]
            for field in model._server_owned_fields():
                yield model, model._fields[field]

    def test_numbers_must_be_finite(self):
        guard = self.env.registry["ops.mixin.guard"]
        for name, model in new_models(self.env, self.module).items():
            for field in model._fields.values():
                is_number = field.type in ("float", "monetary", "integer")
                if not (isinstance(model, guard) and field.store and is_number):
                    continue
                for wild in (float("nan"), float("inf"), -1e13, "NaN"):
                    with (
                        self.subTest(model=name, field=field.name, value=wild),
                        self.assertRaises(ValidationError),
                    ):
                        model._refuse_wild_numbers({field.name: wild})

    def test_every_word_is_translated(self):
        path = Path(get_module_path(self.module)) / "i18n" / "zh_CN.po"
        book = {entry.msgid: entry for entry in polib.pofile(str(path))}
        missing = sorted(
            source
            for source in self._words_shown()
            if source not in book or not book[source].msgstr or book[source].fuzzy
        )
        self.assertEqual(missing, [], f"{len(missing)} terms lack a translation")

    def test_every_label_is_chinese_on_the_screen(self):
        """A translation reaches a label only if the file names its place."""
        english = sorted(
            f"{name}.{field.name}: {label}"
            for name, model in new_models(self.env, self.module, abstract=True).items()
            for field in model._fields.values()
            if any(module.startswith("ops_") for module in field._modules)
            for label in self._english_labels(field)
        )
        self.assertEqual(english, [], f"{len(english)} labels stay English")

    def _english_labels(self, field):
        shown = [
            dict(_labels(field, self.env(context={"lang": lang})))
            for lang in ("en_US", "zh_CN")
        ]
        return [
            label
            for key, label in shown[0].items()
            if shown[1][key] == label
            and LETTERS.search(label)
            and label not in self.no_translation
        ]

    def test_translation_keeps_the_places(self):
        path = Path(get_module_path(self.module)) / "i18n" / "zh_CN.po"
        for entry in polib.pofile(str(path)):
            if any("print_report_name" in place for place, _ in entry.occurrences):
                continue  # an expression, which each language writes in its own way
            with self.subTest(term=entry.msgid[:60]):
                self.assertEqual(_places(entry.msgid), _places(entry.msgstr))

    def _words_shown(self):
        reader = TranslationModuleReader(self.env.cr, modules=[self.module])
        terms = {row[4] for row in reader}
        return {
            term
            for term in terms
            if LETTERS.search(term) and term not in self.no_translation
        }


def _labels(field, env):
    """``(key, text)`` of its name and of the choices that it offers."""
    yield None, field._description_string(env)
    # what a function offers, such as time zones, has no Chinese of ours
    if field.type == "selection" and isinstance(field.selection, list | str):
        yield from field._description_selection(env)


def _places(text):
    """The named and positional places of a message, in a fixed order."""
    return sorted(re.findall(r"%\(\w+\)[a-z]|%[sd]", text))


def _is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
