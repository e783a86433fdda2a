"""Sheets and columns of the workbook (cost.md 2.11); headers are these names."""

from dataclasses import dataclass
from decimal import Decimal

from odoo.tools.translate import LazyTranslate

from ..models.ops_cost_amount import NATURES
from ..models.ops_cost_node import KINDS
from ..models.ops_cost_voucher import DOCUMENTS

_lt = LazyTranslate(__name__)

ITEM_KINDS = ("wage", "material", "spare", "repair", "utility", "admin", "other")
NODE_KINDS = tuple(kind for kind, _label in KINDS if kind != "person")
YES_NO = ("yes", "no")
WEIGHT_LIMIT = Decimal("99999999.9999")
CODE_SIZE = 64


@dataclass(frozen=True)
class Field:
    """``ref``: sheets, one of which must know the value. ``compared``: a row that is
    stored already must state the same. An empty optional cell states nothing."""

    name: str
    kind: str
    comment: object
    required: bool = False
    options: tuple = ()
    ref: tuple = ()
    places: int | None = None
    low: Decimal | int | None = None
    high: Decimal | int | None = None
    compared: bool = True


@dataclass(frozen=True)
class Sheet:
    """``key``: the columns that identify a row."""

    name: str
    comment: object
    key: tuple
    fields: tuple

    @property
    def spec(self):
        return {field.name: field.required for field in self.fields}


def code(name, comment, **more):
    return Field(name, "code", comment, **more)


def text(name, comment, **more):
    return Field(name, "text", comment, **more)


def amount(name, comment, **more):
    return Field(name, "amount", comment, **more)


def number(name, comment, places=4, low=0, **more):
    return Field(name, "number", comment, places=places, low=low, **more)


def day(name, comment, **more):
    return Field(name, "date", comment, **more)


def month(name, comment, **more):
    return Field(name, "month", comment, **more)


def choice(name, comment, options, **more):
    return Field(name, "choice", comment, options=tuple(options), **more)


def keys(selection):
    return tuple(key for key, _label in selection)


RATE = {"low": 0, "high": Decimal("0.9999")}
MONTH = _lt("Month, for example 2026-01.")
ITEM = _lt("Code of a cost item.")

PLAN = Sheet(
    "plan",
    _lt("One row: the year's money and the rules of the assessment."),
    ("year",),
    (
        Field("year", "integer", _lt("Year of the plan."), True, low=2000, high=2199),
        text("name_en", _lt("Name in English.")),
        text("name_zh", _lt("Name in Chinese.")),
        amount(
            "total",
            _lt("All the money available, contingency included."),
            required=True,
            low=0,
        ),
        number("contingency_rate", _lt("Share set aside; 0.08 means 8 %."), **RATE),
        number("penalty_rate", _lt("1 means one for one."), high=10),
        number("reward_rate", _lt("Share of the saving that is paid."), high=10),
        choice(
            "reward_base",
            _lt("From where a saving is counted: target or quota."),
            ("target", "quota"),
        ),
    ),
)
ITEMS = Sheet(
    "items",
    _lt("What money is spent on, with the amount of the whole plan."),
    ("code",),
    (
        code("code", _lt("Code of the item, unique in the company."), required=True),
        text("name_en", _lt("Name in English.")),
        text("name_zh", _lt("Name in Chinese.")),
        choice("kind", _lt("Kind of cost."), ITEM_KINDS),
        amount("amount", _lt("Amount of this item for the whole plan."), low=0),
        number(
            "reduction_rate",
            _lt("Share of the quota to be saved; 0.05 means 5 %."),
            **RATE,
        ),
        text(
            "functional_unit",
            _lt("Department that owns this kind of cost; made if it is missing."),
        ),
        choice(
            "confidential",
            _lt("yes: amounts are shown to the person and from the unit up only."),
            YES_NO,
        ),
    ),
)
NODES = Sheet(
    "nodes",
    _lt("Levels 1 to 3 of the responsibility tree; persons are on sheet people."),
    ("code",),
    (
        code("code", _lt("Code of the node, unique in the company."), required=True),
        code(
            "parent",
            _lt("Code of the node one level above; empty for level 1."),
            ref=("nodes",),
        ),
        Field(
            "level",
            "integer",
            _lt("1 leadership, 2 unit, 3 workshop, section or team."),
            required=True,
            low=1,
            high=3,
        ),
        choice("kind", _lt("What it is; must fit the level."), NODE_KINDS),
        number(
            "weight",
            _lt("Share among the nodes with the same parent."),
            high=WEIGHT_LIMIT,
        ),
        choice(
            "settlement",
            _lt("When penalties and rewards are paid; empty: as the node above."),
            ("monthly", "quarterly"),
        ),
        text("manager", _lt("Who answers for it: code or full name of an employee.")),
        text(
            "leader",
            _lt("Leader in charge of a unit: code or full name of an employee."),
        ),
    ),
)
PEOPLE = Sheet(
    "people",
    _lt(
        "Persons and their teams. Someone who changes teams has one row for each stay. "
        "Without a team the row only makes the employee known."
    ),
    ("code", "team", "start"),
    (
        code("code", _lt("Code of the employee."), required=True),
        text("name", _lt("Full name; empty: the code.")),
        number("weight", _lt("Share among the persons of a team."), high=WEIGHT_LIMIT),
        code("team", _lt("Code of a node of level 3."), ref=("nodes",)),
        day("start", _lt("First day in the team.")),
        day("end", _lt("Last day in the team; empty: still there.")),
    ),
)
MONTHS = Sheet(
    "months",
    _lt("The months of the plan and their share of the year's money."),
    ("code",),
    (
        month("code", MONTH, required=True),
        number(
            "weight", _lt("For example the number of working days."), high=WEIGHT_LIMIT
        ),
        day("close_on", _lt("From this day on, documents of the month are late.")),
    ),
)
OWN_SHARES = Sheet(
    "own_shares",
    _lt("What each node of a level keeps of an item for its common costs."),
    ("level", "item"),
    (
        Field("level", "integer", _lt("1 to 3."), required=True, low=1, high=3),
        code("item", ITEM, required=True, ref=("items",)),
        number("share", _lt("0.2 means 20 %."), required=True, high=1),
    ),
)
RELEASES = Sheet(
    "releases",
    _lt("Contingency money asked for; somebody else approves it."),
    ("code",),
    (
        code("code", _lt("Code of the release, unique in the company."), required=True),
        month("month", MONTH, required=True, ref=("months",)),
        code("node", _lt("Code of the node."), required=True, ref=("nodes", "persons")),
        amount("amount", _lt("Amount asked for."), required=True, low=0),
    ),
)
VERSIONS = Sheet(
    "versions",
    _lt(
        "Versions of the quotas. A row with only the effective month makes a version; "
        "the other columns move an amount between two units in one month."
    ),
    ("effective", "item", "month", "from", "to"),
    (
        month(
            "effective",
            _lt("First month of the version."),
            required=True,
            ref=("months",),
        ),
        code("item", ITEM, ref=("items",)),
        month("month", MONTH, ref=("months",)),
        code("from", _lt("Code of the unit that gives."), ref=("nodes",)),
        code("to", _lt("Code of the unit that receives."), ref=("nodes",)),
        amount("amount", _lt("Amount moved."), low=0),
    ),
)
ENTRIES = Sheet(
    "entries",
    _lt("Costs. Rows with the same pair are the lines of one internal cheque."),
    ("ref",),
    (
        code(
            "ref", _lt("Your own number of the row, never used twice."), required=True
        ),
        day("date", _lt("Day of the cost."), required=True),
        day("recorded_on", _lt("Day it reached accounting; empty: the same day.")),
        code(
            "node",
            _lt("Code of the node, for a person P01@T11."),
            required=True,
            ref=("nodes", "persons"),
        ),
        code("item", ITEM, required=True, ref=("items",)),
        choice("nature", _lt("daily or contingency; empty: daily."), keys(NATURES)),
        amount("amount", _lt("A cost is positive, a credit negative."), required=True),
        choice("document", _lt("Kind of document."), keys(DOCUMENTS), required=True),
        code(
            "release", _lt("Code of the release, for contingency."), ref=("releases",)
        ),
        code("pair", _lt("Same text on the lines of one internal cheque.")),
        choice(
            "state",
            _lt("posted: submitted for approval by somebody else; draft: not yet."),
            ("posted", "draft"),
            compared=False,
        ),
        text(
            "large_reason",
            _lt("Why a large material cost is daily; the cost office approves it."),
        ),
    ),
)
QUOTAS = Sheet(
    "quotas",
    _lt("Own quotas of the nodes, for a version that is still a draft."),
    ("version", "month", "item", "node"),
    (
        Field(
            "version",
            "integer",
            _lt("Number of the version."),
            required=True,
            low=1,
            high=9999,
        ),
        month("month", MONTH, required=True, ref=("months",)),
        code("item", ITEM, required=True, ref=("items",)),
        code(
            "node",
            _lt("Code of the node, for a person P01@T11."),
            required=True,
            ref=("nodes", "persons"),
        ),
        amount("quota", _lt("Own quota of the node."), required=True, low=0),
        amount("saving_task", _lt("What of it is to be saved."), low=0),
    ),
)
ABOUT = Sheet(
    "about",
    _lt("Filled by the system. Leave this sheet as it is."),
    ("key",),
    (code("key", _lt("What it is."), required=True), text("value", _lt("Value."))),
)
LISTS = Sheet(
    "lists",
    _lt("Codes that are stored, for the lists to choose from. Not read."),
    ("items",),
    (
        code("items", ITEM),
        code("nodes", _lt("Code of the node, for a person P01@T11.")),
        month("months", MONTH),
        code("releases", _lt("Code of the release, for contingency.")),
    ),
)

SHEETS = {
    sheet.name: sheet
    for sheet in (
        PLAN,
        ITEMS,
        NODES,
        PEOPLE,
        MONTHS,
        OWN_SHARES,
        RELEASES,
        VERSIONS,
        ENTRIES,
        QUOTAS,
    )
}
KINDS_OF_FILE = {
    "company": tuple(SHEETS),
    "quotas": ("quotas",),
    "entries": ("entries",),
}
