"""A provider, its customer and one user for each role; dates are fixed."""

from datetime import date

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.ops_base.tests.common import OpsCase

ROLES = {
    "supervisor": "ops_contract.group_contract_supervisor",
    "manager": "ops_contract.group_contract_manager",
    "manager2": "ops_contract.group_contract_manager",
    "finance": "ops_contract.group_contract_finance",
    "org": "ops_contract.group_contract_org",
    "org2": "ops_contract.group_contract_org",
    "employee": None,
}
# code, evaluator, unit, direction, source
METRICS = [
    ("t_response", "clock", "ratio", "up", "clock"),
    ("t_resolve", "clock", "ratio", "up", "clock"),
    ("t_available", "availability", "ratio", "up", "outage"),
    ("t_punctual", "deliverable", "ratio", "up", "deliverable"),
    ("t_first_time", "ratio", "ratio", "up", "reading"),
    ("t_complaints", "count", "count", "down", "reading"),
    ("t_satisfaction", "value", "points", "up", "reading"),
]
# the smallest picture: one point
POINT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
# short names of the lines of a version
LINES = {
    "service": "service_line_ids",
    "sla": "sla_line_ids",
    "evaluation": "evaluation_line_ids",
    "band": "point_band_ids",
    "deliverable": "deliverable_line_ids",
    "staff": "staff_line_ids",
    "spare": "spare_line_ids",
    "price": "price_line_ids",
    "clause": "clause_ids",
}


class ContractCase(OpsCase):
    """Attributes: ``company``, ``users`` {role: res.users}, ``customer`` with
    ``customer_contact`` and ``portal`` (user), ``stranger`` with ``portal_stranger``,
    ``calendar_c`` (Mon-Fri 9-18), ``calendar_247``, ``item`` (published), ``metrics``
    {code: ops.sla.metric}.

    ``self.as_("manager")`` is the environment of a role. ``cls.contract()`` is active
    for 2026; ``cls.version(contract, "sla", date(2026, 1, 1), sla=[{...}])`` a draft;
    ``cls.agree(version)`` takes it through review and both signatures.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_company()
        cls.users = {name: cls._create_user(name) for name in ROLES}
        cls._create_partners()
        cls.calendar_c = cls._create_calendar("Office Hours", range(5), (9, 18))
        cls.calendar_247 = cls._create_calendar("Round the Clock", range(7), (0, 24))
        cls.metrics = {row[0]: cls._create_metric(*row) for row in METRICS}
        cls._create_catalogue()

    def as_(self, role):
        users = {
            **self.users,
            "portal": self.portal,
            "portal_stranger": self.portal_stranger,
        }
        return self.env(user=users[role])

    # what every test may use -----------------------------------------------------
    @classmethod
    def contract(cls, state="active", **values):
        contract = cls.env["ops.contract"].create(
            {
                "name": "Hospital Systems",
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "manager_id": cls.users["manager"].id,
                "project_manager_id": cls.users["supervisor"].id,
                "calendar_id": cls.calendar_c.id,
                "tz": "Asia/Shanghai",
                **values,
            }
        )
        contract._server_write({"state": state})
        return contract

    @classmethod
    def version(cls, contract, kind, date_from, **values):
        """A draft; lines by their short names: ``sla=[{...}], price=[{...}]``."""
        annex = contract.annex_ids.filtered(lambda annex: annex.kind == kind)
        if not annex:
            annex = cls.env["ops.contract.annex"].create(
                {"contract_id": contract.id, "kind": kind, "title": kind.title()}
            )
        lines = {
            LINES[name]: [Command.create(vals) for vals in values.pop(name)]
            for name in LINES
            if name in values
        }
        return cls.env["ops.annex.version"].create(
            {"annex_id": annex.id, "date_from": date_from, **values, **lines}
        )

    @classmethod
    def agree(cls, version):
        """Reviewed, sealed, signed by both sides."""
        cls.send(version)
        version._sign_internal(cls.users["manager"])
        version._sign_customer(
            cls.customer_contact, "Li Na", accept_hash=version.seal_hash
        )
        return version

    @classmethod
    def send(cls, version):
        """Reviewed by another person, sealed, with the customer."""
        version.action_internal_review()
        reviewer = cls.users["org"]
        version.with_user(reviewer).sudo().action_approve()
        version.action_send_customer()
        return version

    # the company -----------------------------------------------------------------
    @classmethod
    def _create_company(cls):
        currency = cls.env.ref("base.CNY")
        currency.active = True
        cls.company = cls.env["res.company"].create(
            {
                "name": "Harbour IT Services",
                "currency_id": currency.id,
                "ops_tz": "Asia/Shanghai",
            }
        )
        cls.env.user.company_ids += cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )

    @classmethod
    def _create_user(cls, name):
        return cls.new_user(
            f"contract_{name}",
            *filter(None, [ROLES[name]]),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_partners(cls):
        cls.customer, cls.customer_contact, cls.portal = cls._create_customer(
            "City Hospital", "customer"
        )
        cls.stranger, _contact, cls.portal_stranger = cls._create_customer(
            "Other Hospital", "stranger"
        )

    @classmethod
    def _create_customer(cls, name, login):
        partner = cls.env["res.partner"].create(
            {"name": name, "is_company": True, "lang": "en_US"}
        )
        contact = cls.env["res.partner"].create(
            {
                "name": f"{name} IT",
                "parent_id": partner.id,
                "email": f"{login}@x.test",
                "lang": "en_US",
            }
        )
        user = new_test_user(
            cls.env,
            f"contract_{login}",
            groups="base.group_portal",
            partner_id=contact.id,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            lang="en_US",
            tz="Asia/Shanghai",
        )
        return partner, contact, user

    @classmethod
    def _create_calendar(cls, name, days, hours):
        lines = [
            Command.create(
                {
                    "name": name,
                    "dayofweek": str(day),
                    "hour_from": hours[0],
                    "hour_to": hours[1],
                }
            )
            for day in days
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": "Asia/Shanghai",
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear(), *lines],
            }
        )

    @classmethod
    def _create_metric(cls, code, evaluator, unit, direction, source):
        return cls.env["ops.sla.metric"].create(
            {
                "code": code,
                "name": code.removeprefix("t_").replace("_", " ").title(),
                "evaluator": evaluator,
                "unit": unit,
                "direction": direction,
                "source": source,
            }
        )

    @classmethod
    def _create_catalogue(cls):
        Category = cls.env["ops.service.category"]
        top = Category.create({"name": "Hardware", "code": "T2"})
        cls.category = Category.create(
            {"name": "Servers", "code": "T2.1", "parent_id": top.id}
        )
        cls.item = cls.published_item("T2.1.1", "Server Health Check")

    @classmethod
    def published_item(cls, code, name, **values):
        return cls.env["ops.service.item"]._server_create(
            [
                {
                    "code": code,
                    "name": name,
                    "category_id": cls.category.id,
                    "company_id": cls.company.id,
                    "state": "published",
                    **values,
                }
            ]
        )
