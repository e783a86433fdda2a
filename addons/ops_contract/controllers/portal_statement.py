from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..tools.portal_words import WORDS
from .portal_ground import OpsPortal, text_of

URL = "/my/ops/statements"
ONE = f"{URL}/<int:statement_id>"
REPORT = "ops_contract.sla_statement_report"
MODEL = "ops.sla.statement"


class PortalStatement(OpsPortal):
    @http.route(
        [URL, f"{URL}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def ops_statements(self, page=1, **asked):
        values = self._ops_listed(
            MODEL,
            URL,
            self._ops_own_domain(),
            ("number", "contract_id.name", "contract_id.number"),
            self._ops_statement_sortings(),
            self._ops_statement_filters(),
            {**asked, "page": page},
        )
        return self._ops_page(
            "ops_contract.portal_statements", "ops_statements", **values
        )

    def _ops_statement_sortings(self):
        return {
            "newest": {
                "label": request.env._("Newest"),
                "order": "date_from desc, id desc",
            },
            "number": {
                "label": request.env._("Number"),
                "order": "number desc, id desc",
            },
        }

    def _ops_statement_filters(self):
        def state(*names):
            return [("state", "in", names)]

        return {
            "all": {"label": request.env._("All"), "domain": []},
            "to_answer": {"label": request.env._("To Answer"), "domain": state("sent")},
            "disputed": {
                "label": request.env._("Disputed"),
                "domain": state("disputed"),
            },
            "done": {
                "label": request.env._("Done"),
                "domain": state("confirmed", "settled"),
            },
        }

    @http.route(
        ONE, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def ops_statement_page(self, statement_id, **_asked):
        statement = self._ops_readable(MODEL, statement_id)
        if not statement:
            return self._ops_elsewhere()
        return self._ops_page(
            "ops_contract.portal_statement",
            "ops_statement",
            statement,
            statement=statement,
            contract=statement.contract_id,
            # sudo: the wording of each service level in its sealed version
            lines=statement.line_ids.sudo(),
            intact=statement.sudo()._seal_is_intact(),
            to_answer=statement.state == "sent",
            in_time=self._ops_in_time(statement),
            words=WORDS,
        )

    def _ops_in_time(self, statement):
        # sudo: the day in the contract's time zone
        today = statement.contract_id.sudo()._today()
        return not statement.dispute_until or today <= statement.dispute_until

    @http.route(f"{ONE}/pdf", type="http", auth="user", methods=["GET"], readonly=True)
    def ops_statement_pdf(self, statement_id, **_asked):
        statement = self._ops_readable(MODEL, statement_id)
        if not statement:
            return self._ops_elsewhere()
        name = (statement.number or str(statement.id)).replace("/", "-")
        return self._ops_pdf(REPORT, statement, name)

    @http.route(
        f"{ONE}/confirm", type="http", auth="user", website=True, methods=["POST"]
    )
    def ops_statement_confirm(self, statement_id, **form):
        done = request.env._("Confirmed. Thank you.")
        return self._ops_act(
            MODEL, statement_id, self._ops_confirm_statement, form, done
        )

    def _ops_confirm_statement(self, statement, _form):
        # sudo: the user belongs to the customer; the model checks the state
        statement.sudo()._confirm(request.env.user.partner_id)

    @http.route(
        f"{ONE}/dispute", type="http", auth="user", website=True, methods=["POST"]
    )
    def ops_statement_dispute(self, statement_id, **form):
        done = request.env._("Your objections have been sent. You will get an answer.")
        return self._ops_act(
            MODEL, statement_id, self._ops_dispute_statement, form, done
        )

    def _ops_dispute_statement(self, statement, form):
        """Only fields of this statement's own lines are looked at."""
        notes = {
            line.id: text_of(form.get(f"note_{line.id}")) for line in statement.line_ids
        }
        notes = {line_id: note for line_id, note in notes.items() if note}
        if not notes:
            raise UserError(
                request.env._("Write beside at least one line what is wrong, please.")
            )
        # sudo: the user belongs to the customer; the model checks state and deadline
        statement.sudo()._dispute(request.env.user.partner_id, notes)
