"""Who sees a hidden row, and who does not by any door or path."""

from odoo.addons.ops_base.tests.doors import REFUSALS, DoorsMixin

from .engine_case import EngineCase

HR = ("hr", "hr2", "hrboss")


class PrivacyCase(DoorsMixin, EngineCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls.start((("worker", 93), ("hr", 93)))

    def assertSeenBy(self, record, canary, *logins):
        """By these, and by nobody else, through no door."""
        shown = [self.users[login] for login in logins]
        others = [user for user in self.users.values() if user not in shown]
        self.assertShown(record, canary, *shown)
        self.assertKept(record, canary, *others)

    def assertNoPath(self, canary, paths, *logins):
        """``paths``: fields of other models that lead to the hidden row."""
        self.env.flush_all()
        for login in logins:
            for model, path in paths:
                with self.subTest(login=login, path=f"{model}.{path}"):
                    self.env.invalidate_all()
                    found = self.count(login, model, [(path, "ilike", canary)])
                    self.assertEqual(found, 0)

    def count(self, login, model, domain):
        try:
            return self.as_(login)[model].search_count(domain)
        except REFUSALS:
            return 0
