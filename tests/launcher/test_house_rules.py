"""Each rule finds the fault it is for, and lets the right way pass."""

import pytest

import house_rules


@pytest.fixture
def addon(tmp_path, monkeypatch):
    """``write(path, text)`` into an otherwise right addon ``ops_x``."""
    monkeypatch.setattr(house_rules, "ROOT", tmp_path)
    monkeypatch.setattr(house_rules, "ADDONS", tmp_path / "addons")
    root = tmp_path / "addons" / "ops_x"

    def write(path, text):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    write("__manifest__.py", '{"name": "X", "depends": ["ops_base"]}')
    return write


def texts(rule):
    return [finding.split(": ", 1)[1] for finding in rule()]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from decimal import Decimal", []),
        ("import numpy as np", []),
        ("from .clock import windows", []),
        ("from odoo.addons.ops_base.calc.allocation import split", []),
        ("from ops_base.calc.units import to_minor", []),
        ("from odoo import models", ["calc imports odoo"]),
        ("import pandas", ["calc imports pandas"]),
        (
            "from odoo.addons.ops_base.models import x",
            ["calc imports odoo.addons.ops_base.models"],
        ),
        ("now = datetime." + "now()", ["calc reads the clock; time is an argument"]),
    ],
)
def test_calc_is_pure(addon, code, expected):
    addon("calc/rule.py", code)
    assert texts(house_rules.calc_is_pure) == expected


@pytest.mark.parametrize(
    ("path", "code", "count"),
    [
        ("models/a.py", 'q = "SELECT id FROM t"', 1),
        ("models/a.py", 'q = """\n  UPDATE t SET x = 1"""', 1),
        ("models/a.py", 'label = "Select a unit"', 1),
        ("models/a.py", 'label = "Updates are rare"', 0),
        ("queries.py", 'q = "SELECT id FROM t"', 0),
        ("queries/a.py", 'q = "SELECT id FROM t"', 0),
        ("tests/test_a.py", 'q = "SELECT id FROM t"', 0),
    ],
)
def test_sql_in_queries_only(addon, path, code, count):
    addon(path, code)
    assert len(texts(house_rules.sql_in_queries_only)) == count


MODEL = 'class X(models.Model):\n    _name = "ops.x"\n'
ACCESS = "id,model_id:id,group_id:id\nx,model_ops_x,base.group_user\n"
RULE = """<odoo><record id="r" model="ir.rule">
<field name="model_id" ref="model_ops_x"/>
<field name="domain_force">[('company_id', 'in', company_ids)]</field>
</record></odoo>"""


def test_a_model_needs_access_rows_and_a_company_rule(addon):
    addon("models/x.py", MODEL)
    assert texts(house_rules.models_are_guarded) == [
        "ops.x has no access row",
        "ops.x has no company rule and no exemption",
    ]
    addon("security/ir.model.access.csv", ACCESS)
    addon("security/rules.xml", RULE)
    assert texts(house_rules.models_are_guarded) == []


def test_an_exemption_is_written(addon):
    addon("models/x.py", f"{MODEL}    # no company rule: a register of the suite\n")
    addon("security/ir.model.access.csv", ACCESS)
    assert texts(house_rules.models_are_guarded) == []


def test_an_extension_needs_no_rows(addon):
    addon("models/x.py", f'{MODEL}    _inherit = "ops.x"\n')
    assert texts(house_rules.models_are_guarded) == []


def test_an_access_row_without_a_group_lets_all_in(addon):
    addon("security/ir.model.access.csv", "id,model_id:id,group_id:id\nx,model_x,\n")
    assert texts(house_rules.access_has_groups) == ["an access row without a group"]


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("x = self.sudo()", 1),
        ("x = self.sudo()  # sudo: the sum, not the lines", 0),
        ("# sudo: the sum, not the lines\nx = self.sudo()", 0),
        ("# self.sudo() is not needed", 0),
    ],
)
def test_sudo_has_a_reason(addon, code, count):
    addon("models/a.py", code)
    assert len(texts(house_rules.sudo_has_reason)) == count


@pytest.mark.parametrize(
    ("depends", "manifest", "count"),
    [
        ("ops_base", "", 0),
        ("ops_y", "", 1),
        ("ops_y", '"auto_install": True', 1),
    ],
)
def test_no_addon_depends_on_a_sibling(addon, depends, manifest, count):
    addon("__manifest__.py", f'{{"depends": ["{depends}"], {manifest}}}')
    addon("../ops_y/__manifest__.py", "{}")
    assert len(texts(house_rules.no_sibling_depends)) == count


def test_a_bridge_depends_on_its_side(addon):
    manifest = '{"depends": ["ops_x", "stock"], "auto_install": True}'
    addon("../ops_x_stock/__manifest__.py", manifest)
    assert texts(house_rules.no_sibling_depends) == []


def test_silent_old_idioms_are_found(addon):
    addon("views/x.xml", '<field name="view_mode">tree,form</field>')
    addon("models/x.py", "_sql_constraints = []")
    assert len(texts(house_rules.no_old_idioms)) == 2


def test_left_overs_are_found(addon):
    addon("models/x.py", "# TO" + "DO: later")
    addon("tests/test_x.py", "self.skip" + "Test('why')")
    assert len(texts(house_rules.no_left_overs)) == 2


def test_length_counts_code_and_not_texts(addon):
    text = '    """Doc.\n' + "    more\n" * 50 + '    """\n'
    addon("models/x.py", f"def f():\n{text}    return 1\n")
    assert texts(house_rules.files_are_short) == []
    addon("models/x.py", "def f():\n" + "    x = 1\n" * 40 + "    return x\n")
    assert texts(house_rules.files_are_short) == ["f has 42 lines"]


def test_a_test_file_must_be_imported(addon):
    addon("tests/test_x.py", "")
    addon("tests/__init__.py", "")
    assert len(texts(house_rules.tests_are_imported)) == 1
    addon("tests/__init__.py", "from . import test_x")
    assert texts(house_rules.tests_are_imported) == []


def test_today_is_no_date_for_a_test(addon):
    addon("tests/test_x.py", "day = date.to" + "day()")
    assert texts(house_rules.fixed_dates_in_tests) == ["a test with today's date"]


def test_an_addon_is_whole(addon):
    files = {
        "pyproject.toml": "[build-system]\n",
        "i18n/zh_CN.po": "",
        "tests/test_audit.py": "class TestXAudit(AddonAudit, TransactionCase):\n",
    }
    for done, (path, text) in enumerate(files.items()):
        assert len(texts(house_rules.addons_are_whole)) == len(files) - done
        addon(path, text)
    assert texts(house_rules.addons_are_whole) == []
