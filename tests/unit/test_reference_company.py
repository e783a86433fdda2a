"""All published results of the reference company, to the cent."""

from decimal import Decimal

import pytest
from reference_company import Company, load

from ops_base.calc.units import from_minor, to_minor


@pytest.fixture(scope="module")
def data():
    return load()


@pytest.fixture(scope="module")
def company(data):
    return Company(data)


@pytest.fixture(scope="module")
def expected(data):
    return data["expected"]


def minor(row, *names):
    return tuple(to_minor(row[name], exactly=True) for name in names)


def test_contingency_fund(data, company, expected):
    total = to_minor(data["inputs"]["total_available"])
    fund = total - company.daily_total()
    released = sum(
        to_minor(release["amount"])
        for release in data["inputs"]["contingency_releases"]
    )
    spent = sum(
        amount for *_key, nature, amount in company.booked() if nature == "contingency"
    )
    assert {
        name: str(from_minor(amount))
        for name, amount in {
            "fund": fund,
            "released": released,
            "spent": spent,
            "unreleased": fund - released,
            "released_unspent": released - spent,
        }.items()
    } == expected["contingency"]


def test_company_month_item(company, expected):
    quotas = company.month_amounts()
    actuals = {}
    for month, item, _node, nature, amount in company.booked():
        if nature == "daily":
            actuals[month, item] = actuals.get((month, item), 0) + amount
    assert {key: (*quotas[key], actuals[key]) for key in quotas} == {
        (row["month"], row["item"]): minor(row, "quota", "saving_task", "actual")
        for row in expected["company_month_item"]
    }


def test_quota_cells(company, expected):
    ours = {
        key: (quota, saving, quota - saving)
        for key, (quota, saving) in company.effective_cells().items()
    }
    theirs = {
        (row["version"], row["month"], row["item"], row["node"]): minor(
            row, "quota", "saving_task", "reduction_target"
        )
        for row in expected["quota_cells"]
    }
    assert len(theirs) == 270
    assert ours == theirs


def test_transfers(company, expected):
    theirs = [
        (
            *(row[name] for name in ("month", "item", "from_node", "to_node")),
            *minor(row, "quota", "saving_task"),
        )
        for row in expected["transfers"]
    ]
    assert len(theirs) == 6
    assert company.transfers == theirs


def test_assessments(company, expected):
    ours = {
        (month, node): (
            level,
            verdict.zone,
            *amounts,
            verdict.penalty,
            verdict.reward,
            verdict.net,
        )
        for (month, node), (level, *amounts, verdict) in company.assessments().items()
    }
    theirs = {
        (row["month"], row["node"]): (
            row["level"],
            row["zone"],
            *minor(row, "quota", "reduction_target", "actual", "contingency_actual"),
            *minor(row, "penalty", "reward", "net"),
        )
        for row in expected["assessments"]
    }
    assert len(theirs) == 52
    assert ours == theirs


def test_settlements(company, expected):
    ours = {
        (line.settlement, line.subject): (line.penalty, line.reward, line.net)
        for line in company.settlements()
    }
    theirs = {
        (row["settlement"], row["subject"]): minor(row, "penalty", "reward", "net")
        for row in expected["settlements"]
    }
    assert len(theirs) == 33
    assert ours == theirs


def test_totals(company, expected):
    rows = company.assessments()
    top = [row for row in rows.values() if row[0] == 1]
    assert str(from_minor(sum(row[1] for row in top))) == expected["totals"]["quota"]
    assert str(from_minor(sum(row[3] for row in top))) == expected["totals"]["actual"]
    for level, sums in expected["totals"]["by_level"].items():
        verdicts = [row[-1] for row in rows.values() if row[0] == int(level)]
        penalty = from_minor(sum(verdict.penalty for verdict in verdicts))
        reward = from_minor(sum(verdict.reward for verdict in verdicts))
        assert (penalty, reward) == (Decimal(sums["penalty"]), Decimal(sums["reward"]))


def test_daily_total_is_what_the_items_add_up_to(company):
    assert from_minor(company.daily_total()) == Decimal("552000.00")


@pytest.mark.parametrize("number", [1, 2])
def test_own_and_children_add_up_to_the_allotment(company, number):
    version = company.versions[number]
    for index, children in enumerate(version.tree.children):
        own, quota = version.own_quota, version.quota
        added = own[:, index] + quota[:, children].sum(axis=1)
        assert (added == quota[:, index]).all()
