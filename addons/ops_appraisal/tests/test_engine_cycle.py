from odoo.addons.ops_base.tests.common import OpsCase


class TestEngineCycle(OpsCase):
    def test_a_cycle_opens(self):
        scale = self.env["ops.appraisal.scale"].create({"name": "S"})
        self.assertTrue(scale)
