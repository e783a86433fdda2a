from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..models.ops_contract import PRICE_GROUPS

MAX_ID = 2**31 - 1
SHORT, LONG = 120, 5000
SAID = "ops_portal_said"
PRICED = frozenset({"ops.contract", "ops.annex.version", "ops.sla.statement"})


def text_of(value, size=LONG):
    """What a form field holds, as clean text; files and the like count as nothing."""
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").strip()[:size]


def id_of(value):
    """A record id that a form field holds, or 0."""
    value = text_of(value, 20)
    number = int(value) if value.isascii() and value.isdigit() else 0
    return number if number <= MAX_ID else 0


class OpsPortal(CustomerPortal):
    """What the customer's pages share.

    Records are read in the reader's own environment, so that record rules and
    ``tools/portal_fields.py`` decide what a page can show. A foreign record and one
    that does not exist lead to the same place.

    Odoo makes one class of all portal controllers: names begin with ``ops``.
    """

    _ops_items_per_page = 20

    # records ---------------------------------------------------------------------
    def _ops_readable(self, model, record_id):
        """The record if the user may read it, else nothing."""
        record = request.env[model].browse(record_id)
        if not 0 < record_id <= MAX_ID or self._ops_is_priced_out(model):
            return record.browse()
        try:
            self._document_check_access(model, record_id)
        except (AccessError, MissingError):
            return record.browse()
        return record

    def _ops_is_priced_out(self, model):
        """The papers show prices: staff who see none do not see them here either."""
        user = request.env.user
        return model in PRICED and not user.share and not user.has_groups(PRICE_GROUPS)

    def _ops_answerable(self, model, record_id):
        """The record if it concerns the user's own organisation: staff may look at a
        customer's page, but do not sign, dispute or accept in his place."""
        record = self._ops_readable(model, record_id)
        return record if record and self._ops_is_own(record) else record.browse()

    def _ops_is_own(self, record):
        return record.commercial_partner_id == self._ops_organisation()

    def _ops_organisation(self):
        return request.env.user.partner_id.commercial_partner_id

    def _ops_own_domain(self, *conditions):
        own = ("commercial_partner_id", "=", self._ops_organisation().id)
        return Domain([own, *conditions])

    # answers ---------------------------------------------------------------------
    def _ops_elsewhere(self):
        return request.redirect("/my")

    def _ops_act(self, model, record_id, act, form, done):
        """One act of the customer on a record of his own, ``act(record, form)``: what
        the model refuses is shown, not raised."""
        record = self._ops_answerable(model, record_id)
        if not record:
            return self._ops_elsewhere()
        try:
            with request.env.cr.savepoint():
                act(record, form)
        except (AccessError, MissingError):
            return self._ops_elsewhere()
        except UserError as refusal:
            return self._ops_return(record, refusal.args[0], "warning")
        return self._ops_return(record, done, "success")

    def _ops_return(self, record, text, kind):
        """Back to the page of the record, which will say the text once."""
        self._ops_say(text, kind)
        return request.redirect(record.access_url)

    def _ops_say(self, text, kind):
        request.session[SAID] = {"text": str(text), "kind": kind}

    def _ops_page(self, template, name, record=None, **values):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": name,
            "said": request.session.pop(SAID, None),
            "label_of": self._ops_label_of,
            **values,
        }
        if record is not None:
            values.update(object=record, can_answer=self._ops_is_own(record))
        response = request.render(template, values)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _ops_label_of(self, record, name):
        """The reader's word for the value of a selection field."""
        choices = record._fields[name]._description_selection(record.env)
        return dict(choices).get(record[name], "")

    # lists -----------------------------------------------------------------------
    def _ops_listed(self, model, url, domain, searched, sortings, filters, asked):
        """Values of a list page: the records and what the search bar needs.

        ``asked`` comes from the address: names that do not exist fall back to the
        first one.
        """
        sortby = self._ops_one_of(asked.get("sortby"), sortings)
        filterby = self._ops_one_of(asked.get("filterby"), filters)
        search = text_of(asked.get("search"), SHORT)
        domain &= Domain(filters[filterby]["domain"])
        if search:
            domain &= Domain.OR(Domain(name, "ilike", search) for name in searched)
        Model = request.env[model]
        pager = portal_pager(
            url=url,
            url_args={"sortby": sortby, "filterby": filterby, "search": search},
            total=Model.search_count(domain),
            page=asked.get("page", 1),
            step=self._ops_items_per_page,
        )
        order = sortings[sortby]["order"]
        return {
            "records": Model.search(
                domain, pager["offset"], self._ops_items_per_page, order
            ),
            "pager": pager,
            "default_url": url,
            "sortby": sortby,
            "filterby": filterby,
            "search": search,
            "search_in": "all",
            "searchbar_sortings": sortings,
            "searchbar_filters": filters,
            "searchbar_inputs": {
                "all": {"input": "all", "label": request.env._("Search")}
            },
        }

    def _ops_one_of(self, name, choices):
        return name if name in choices else next(iter(choices))

    # files -----------------------------------------------------------------------
    def _ops_pdf(self, report, record, name):
        # sudo: the print of a record whose access was checked, as _show_report does
        reports = request.env["ir.actions.report"].sudo()
        reports = reports.with_company(record.sudo().company_id)
        content, _type = reports._render_qweb_pdf(report, record.ids)
        return self._ops_file(content, f"{name}.pdf", "application/pdf")

    def _ops_file(self, content, name, mimetype):
        headers = [
            ("Content-Type", mimetype),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)
