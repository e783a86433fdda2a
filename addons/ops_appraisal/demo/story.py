import base64

from odoo.fields import Command

STEPS = ("self", "manager", "second", "calibration")
LEVELS = {"self": "self", "manager": "first", "second": "second"}
# what the second level scores by itself; the rest it takes over
OWN_EYES = ("linear", "rating")
# a small paper that every measured value of the demo leans on
CASES = 400
PAPER = b"Monthly extract of the ticket system for the demo company.\n"


class Story:
    """A cycle from opening to closing; each level by its own person."""

    def run_cycle(self, facts):
        with self.at(facts["open"]):
            cycle = self.open_cycle(facts)
        with self.at(facts["review"]):
            self.enter_values(cycle, facts)
            self.finish(self.as_user("hr", cycle).action_measure())
            self.as_user("hr", cycle).action_start_review()
            self.review(cycle, facts)
        if "publish" in facts:
            with self.at(facts["publish"]):
                self.publish(cycle, facts)
        if "close" in facts:
            with self.at(facts["close"]):
                self.as_user("hr_manager", cycle).action_close()

    def open_cycle(self, facts):
        first, second, third = facts.get("until", (False, False, False))
        cycle = self.as_user("hr", self.env["ops.appraisal.cycle"]).create(
            {
                "name": facts["name_en"],
                "period_kind": facts["kind"],
                "date_from": facts["from"],
                "date_to": facts["to"],
                "scale_id": self.env.ref("ops_appraisal.scale_five").id,
                "job_ids": [Command.set([job.id for job in self.jobs.values()])],
                "company_id": self.company.id,
                "self_until": first,
                "first_until": second,
                "second_until": third,
            }
        )
        self.in_both_languages(cycle, "name", facts["name_en"], facts["name_zh"])
        cycle.action_open()
        self.finish(cycle.action_generate())
        self._remember(f"demo_cycle_{facts['key']}", cycle)
        self.cycles[facts["key"]] = cycle.with_env(self.env)
        return self.cycles[facts["key"]]

    # values ------------------------------------------------------------------------
    def enter_values(self, cycle, facts):
        """What a ticket system would tell of the days of each part, recorded by HR and
        approved by another."""
        rows, known = [], set()
        for line in cycle.appraisal_ids.line_ids:
            if line.measure_id and (line.measure_id, line.part_id) not in known:
                known.add((line.measure_id, line.part_id))
                rows.append(self._value(line, facts))
        values = self.as_user("hr", self.env["ops.measure.value"]).create(rows)
        values.action_submit()
        self.as_user("hr_manager", values).action_approve()

    def _value(self, line, facts):
        return {
            "measure_id": line.measure_id.id,
            "subject_ref": f"hr.employee,{line.appraisal_id.employee_id.id}",
            "date_from": line.part_id.date_from,
            "date_to": line.part_id.date_to,
            **recorded(line.measure_id, value_of(line, self._quality(line, facts))),
            "company_id": self.company.id,
            "evidence_ids": [
                Command.create(
                    {"name": "extract.txt", "datas": base64.b64encode(PAPER)}
                )
            ],
        }

    def _quality(self, line, facts):
        """0 to 100 of a person in a cycle, a little different from KPI to KPI."""
        employee = line.appraisal_id.employee_id
        key = next(k for k, each in self.employees.items() if each == employee)
        place = line.part_id.line_ids.ids.index(line.id)
        swing = (place * 7 + facts["index"] * 5 + len(key)) % 9 - 4
        quality = self.plan["people"][key]["quality"][facts["index"]] + 3 * swing
        return min(100, max(0, quality))

    # reviews -----------------------------------------------------------------------
    def review(self, cycle, facts):
        """Each appraisal as far as the story takes it."""
        stays = facts.get("stays", {})
        for key, employee in self.employees.items():
            appraisal = cycle.appraisal_ids.filtered(
                lambda row, employee=employee: row.employee_id == employee
            )
            until = STEPS.index(stays.get(key, "calibration"))
            while appraisal and STEPS.index(appraisal.state) < until:
                self.hand_in(appraisal, facts)

    def hand_in(self, appraisal, facts):
        level = LEVELS[appraisal.state]
        author = {
            "self": appraisal.user_id,
            "first": appraisal.first_user_id,
            "second": appraisal.second_user_id,
        }[level]
        own = appraisal.with_user(author)
        if level == "second":
            own.action_take_first_scores()
        for row in own.score_ids.filtered(lambda row: row.level == level):
            own_eyes = level != "second" or row.line_id.method in OWN_EYES
            if not row.line_id.measure_id and own_eyes:
                row.write(self._entry(row, level, facts))
        words = own.statement_ids.filtered(lambda row: row.level == level)
        words.filtered(lambda row: row.kind == "words").body = self.plan["words"][level]
        getattr(own, f"action_submit_{level}")()
        appraisal.invalidate_recordset()

    def _entry(self, row, level, facts):
        more = {"self": 6, "first": 0, "second": -10}[level]
        quality = min(100, max(0, self._quality(row.line_id, facts) + more))
        entry = {"has_value": True, "value": value_of(row.line_id, quality)}
        if level == "first" and row.line_id.evidence_required:
            paper = {
                "name": f"{self.plan['words']['evidence']}.txt",
                "datas": base64.b64encode(PAPER),
            }
            entry["evidence_ids"] = [Command.create(paper)]
        return entry

    # results -----------------------------------------------------------------------
    def publish(self, cycle, facts):
        hr = self.as_user("hr", cycle)
        hr.action_calibrate()
        if change := facts.get("calibration"):
            result = self.appraisal(cycle, change["person"]).result_ids
            grade = self._better(cycle, result.final_grade, change["steps"])
            self.as_user("hr", result).action_set_grade(grade, change["reason"])
        hr.action_publish()
        for key in facts["sign"]:
            appraisal = self.appraisal(cycle, key)
            appraisal.with_user(appraisal.user_id).action_sign()
        if appeal := facts.get("appeal"):
            self.appeal(cycle, appeal)

    def appeal(self, cycle, facts):
        appraisal = self.appraisal(cycle, facts["person"])
        appraisal.with_user(appraisal.user_id).action_appeal(facts["reason"])
        grade = self._better(cycle, appraisal.result_ids.final_grade, 1)
        appeal = self.as_user("committee", appraisal.appeal_ids)
        appeal.action_decide("upheld", facts["decision"], grade)

    def appraisal(self, cycle, key):
        employee = self.employees[key]
        return cycle.appraisal_ids.filtered(lambda row: row.employee_id == employee)

    def _better(self, cycle, grade, steps):
        grades = cycle._grades()
        return grades[max(0, grades.index(grade) - steps)]


def recorded(measure, value):
    """The figure as its measure wants it: a value, or cases of all cases."""
    if (measure.params or {}).get("combine") != "ratio":
        return {"value": value, "n": 1}
    good = round(value * CASES / (measure.multiplier or 1))
    return {"numerator": good, "denominator": CASES, "n": CASES}


def value_of(line, quality):
    """A value that the KPI's rule scores about as good as ``quality``, 0 to 100."""
    share = quality / 100
    if line.veto:
        return 0
    return round(_VALUES[line.method](line, share), 2)


def _linear(line, share):
    top = line.stretch if line.has_stretch else line.target
    value = line.floor + (top - line.floor) * (share * 0.75 - 0.12)
    return min(value, 100) if line.kpi_id.unit == "%" else value


def _ratio(line, share):
    return line.target * (
        0.75 + share / 3 if line.direction == "up" else 1.3 - share / 3
    )


def _step(line, share):
    bounds = sorted((float(score), float(bound)) for bound, score in line.bands)
    return bounds[min(len(bounds) - 1, int(share * len(bounds)))][1]


def _range(line, share):
    inside = (line.range_low + line.range_high) / 2
    return inside if share > 0.5 else line.range_high + line.tolerance * (0.5 - share)


_VALUES = {
    "linear": _linear,
    "ratio": _ratio,
    "step": _step,
    "step_down": _step,
    "range": _range,
    "deduct": lambda line, share: round((1 - share) * 2),
    "rating": lambda line, share: line.rating_max * (0.55 + share * 0.45),
}
