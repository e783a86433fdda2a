"""A contract with a sealed version of each kind of annex."""

from datetime import date

from odoo.fields import Command

from .common import ContractCase


class SealedCase(ContractCase):
    """``cls.versions``: {kind: version}, before the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_2026 = cls.contract(member_ids=cls.users["manager2"].ids)
        cls.calendar = cls._create_calendar("Sealed Hours", range(5), (8, 12))
        cls.skill_type = cls.env["hr.skill.type"].create(
            {
                "name": "Systems",
                "skill_ids": [Command.create({"name": "Linux"})],
                "skill_level_ids": [
                    Command.create({"name": "Good", "level_progress": 60})
                ],
            }
        )
        cls.equipment = cls.env["maintenance.equipment"].create({"name": "Server 1"})
        cls.mode = cls.env["ops.service.mode"].create({"name": "T Mode", "code": "tm"})
        cls.product = cls.env["product.product"].create({"name": "Disk"})
        cls.versions = {
            kind: cls.version(cls.of_2026, kind, date(2026, 1, 1), **lines)
            for kind, lines in cls._lines().items()
        }
        cls.service = cls.versions["service"].service_line_ids
        cls._join()
        for version in cls.versions.values():
            cls.send(version)

    @classmethod
    def _lines(cls):
        clause = [{"number": "1", "name": "Text", "text": "${customer} agrees."}]
        level = {"metric_id": cls.metrics["t_resolve"].id, "target_minutes": 480}
        return {
            "service": {
                "service": [
                    {
                        "item_id": cls.item.id,
                        "unit_price": 100,
                        "calendar_id": cls.calendar.id,
                        "ci_ids": cls.equipment.ids,
                        "mode_ids": cls.mode.ids,
                        "no_sla_reason": "Test",
                    }
                ]
            },
            "sla": {"sla": [level]},
            "evaluation": {"band": [{"points_from": 5, "deduction_bp": 100}]},
            "reporting": {"deliverable": [{"name": "Report"}]},
            "staff": {
                "staff": [
                    {
                        "name": "Engineer",
                        "skill_type_id": cls.skill_type.id,
                        "skill_id": cls.skill_type.skill_ids.id,
                    }
                ]
            },
            "spares": {"spare": [{"product_id": cls.product.id}]},
            "security": {"clause": clause},
            "price": {"price": [{"name": "Fee", "unit_price": 80000}]},
        }

    @classmethod
    def _join(cls):
        level = cls.versions["sla"].sla_line_ids
        level.service_line_ids = cls.service
        cls.env["ops.annex.evaluation.line"].create(
            {
                "version_id": cls.versions["evaluation"].id,
                "sla_line_id": level.id,
                "tier_ids": [
                    Command.create({"low_bp": 0, "high_bp": 9500, "credit_bp": 1000})
                ],
            }
        )
