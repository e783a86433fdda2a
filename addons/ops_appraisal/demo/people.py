from odoo.fields import Command

TZ = "Asia/Shanghai"
BEGIN = "2026-01-01"


class People:
    """Users, units, jobs with duties and approved KPI profiles, employees."""

    def create_users(self):
        for key, facts in self.plan["users"].items():
            self.users[key] = self._create_user(facts)
            self._remember(f"demo_user_{key}", self.users[key])

    def _create_user(self, facts):
        installed = dict(self.env["res.lang"].get_installed())
        groups = self.env.ref("base.group_user")
        for name in facts["groups"]:
            groups |= self.env.ref(name)
        users = self.env["res.users"].with_context(no_reset_password=True)
        return users.create(
            {
                "name": facts["name"],
                **self._credentials(facts),
                "lang": facts["lang"] if facts["lang"] in installed else "en_US",
                "tz": TZ,
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(groups.ids)],
                "comment": facts["does"],
            }
        )

    def create_units(self):
        for key, facts in self.plan["departments"].items():
            parent = self.departments.get(facts.get("parent"))
            self.departments[key] = self.env["hr.department"].create(
                {
                    "name": facts["name"],
                    "parent_id": parent.id if parent else False,
                    "company_id": self.company.id,
                }
            )

    def create_jobs(self):
        """Duties, competence and KPIs from the library, approved by another person."""
        for key, facts in self.plan["jobs"].items():
            template = self.env.ref(f"ops_appraisal.{facts['template']}")
            job = self.env["hr.job"].create(
                {"name": facts["name"], "company_id": self.company.id}
            )
            wizard = self.as_user("hr", self.env["ops.job.template.use"]).create(
                {
                    "template_id": template.id,
                    "job_id": job.id,
                    "date_from": BEGIN,
                    "company_id": self.company.id,
                }
            )
            profile = self.env["ops.kpi.profile"].browse(
                wizard.action_apply()["res_id"]
            )
            self.as_user("hr", profile).action_submit()
            self.as_user("hr_manager", profile).action_approve()
            self.jobs[key] = job

    def create_people(self):
        for key, facts in self.plan["people"].items():
            self.employees[key] = self._create_employee(facts)
        for key, facts in self.plan["departments"].items():
            self.departments[key].manager_id = self.employees[facts["head"]]

    def _create_employee(self, facts):
        user = self.users.get(facts.get("user"))
        job = self.jobs.get(facts.get("job"))
        manager = self.employees.get(facts.get("manager"))
        return self.env["hr.employee"].create(
            {
                "name": facts.get("name") or user.name,
                "user_id": user.id if user else False,
                "company_id": self.company.id,
                "department_id": self.departments[facts["department"]].id,
                "job_id": job.id if job else False,
                "parent_id": manager.id if manager else False,
                "date_version": BEGIN,
            }
        )

    def move_person(self):
        """Changes unit and job within a cycle, which then has two parts."""
        facts = self.plan["move"]
        with self.at(facts["day"]):
            employee = self.employees[facts["person"]]
            employee.create_version(
                {
                    "date_version": facts["day"],
                    "department_id": self.departments[facts["department"]].id,
                    "job_id": self.jobs[facts["job"]].id,
                }
            )
            employee.parent_id = self.employees[facts["manager"]]
        return True
