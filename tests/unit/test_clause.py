"""Variables in clauses."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_contract.calc.clause import fill, variables


@pytest.mark.parametrize(
    ("text", "filled", "missing"),
    [
        ("No variable.", "No variable.", []),
        ("", "", []),
        ("${甲方} pays ${fee}.", "甲公司 pays 800.", []),
        ("${ fee }", "800", []),
        ("${fee}${fee}", "800800", []),
        ("${day} and ${day}, ${term}", "${day} and ${day}, ${term}", ["day", "term"]),
        ("${none}", "${none}", ["none"]),
        ("${empty}|${zero}", "|0", []),
        ("$${fee} is a variable", "${fee} is a variable", []),
        ("$$${fee}", "$${fee}", []),
        ("5 $ or $fee or {fee} or ${", "5 $ or $fee or {fee} or ${", []),
        ("${}", "${}", [""]),
        ("${line\nbreak}", "${line\nbreak}", ["line\nbreak"]),
        # a value is not read again
        ("${trap}", "${fee}", []),
    ],
)
def test_fill(text, filled, missing):
    values = {
        "甲方": "甲公司",
        "fee": 800,
        "none": None,
        "empty": "",
        "zero": 0,
        "trap": "${fee}",
    }
    assert fill(text, values) == (filled, missing)


def test_values_are_escaped_the_text_is_not():
    found = fill("<b>${name}</b>", {"name": "A & <B>"}, escape)
    assert found == ("<b>A &amp; &lt;B&gt;</b>", [])


def test_variables_in_order_each_once():
    assert variables("${b} ${a} $${c} ${b}") == ["b", "a"]


@given(st.text(alphabet="$ {}ab", max_size=30))
def test_what_is_not_missing_is_filled(text):
    names = variables(text)
    filled, missing = fill(text, dict.fromkeys(names, "X"))
    assert missing == []
    assert filled.count("X") >= len(names)
    assert fill(text, {})[1] == names


@given(st.text(alphabet="$ {}ab", max_size=30))
def test_a_doubled_dollar_protects_any_text(text):
    assert fill(text.replace("${", "$${"), {"a": "X", "b": "X"}) == (text, [])
