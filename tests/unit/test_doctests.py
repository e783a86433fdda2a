"""The examples in the rules' docstrings hold."""

import doctest
import importlib
import pkgutil

import pytest

import ops_appraisal.calc
import ops_base.calc
import ops_contract.calc
import ops_cost.calc

MODULES = [
    f"{package.__name__}.{module.name}"
    for package in (
        ops_appraisal.calc,
        ops_base.calc,
        ops_contract.calc,
        ops_cost.calc,
    )
    for module in pkgutil.iter_modules(package.__path__)
]
# imports and containers
WITHOUT_EXAMPLES = {
    "ops_appraisal.calc.ground",
    "ops_contract.calc.ground",
    "ops_cost.calc.ground",
    "ops_cost.calc.result",
}


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
    assert result.attempted > 0 or name in WITHOUT_EXAMPLES
