from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..queries import tree

PLACE = {"parent_id", "level", "company_id", "employee_id"}
# Who takes part in a division of the plan's amounts, and with what share.
DIVISION = PLACE | {"active", "date_start", "date_end", "weight", "sequence", "code"}
SCOPES = {"accountant_ids", "recorder_ids", "employee_id", "manager_id", "active"}


class OpsCostNode(models.Model):
    """What keeps the tree as it is: a node that carries amounts never moves."""

    _inherit = "ops.cost.node"

    @api.model_create_multi
    def create(self, vals_list):
        # the end of a former stay must be in the database before the next begins
        self.flush_model(["date_start", "date_end", "employee_id", "company_id"])
        nodes = super().create(vals_list)
        nodes._record_division()
        nodes._refresh_scopes()
        return nodes

    def write(self, vals):
        changed = self._changing(PLACE.intersection(vals), vals)
        if changed:
            changed._refuse_if_used()
        managers = self.manager_id
        divided = self._changing(DIVISION.intersection(vals), vals)
        divided._record_division()
        result = super().write(vals)
        if "company_id" in vals:
            divided._record_division()
        if SCOPES.intersection(vals):
            (managers | self.manager_id)._refresh_cost_scopes()
            self._refresh_scopes()
        return result

    def unlink(self):
        self._record_division()
        return super().unlink()

    @api.constrains("date_start", "date_end", "parent_id")
    def _check_dates_within_parent(self):
        """A node is valid only while the node above it is."""
        for node in self | self.child_ids:
            parent = node.parent_id
            if parent and not (
                parent.date_start <= node.date_start
                and (
                    not parent.date_end
                    or (node.date_end and node.date_end <= parent.date_end)
                )
            ):
                raise ValidationError(
                    self.env._(
                        "%(node)s must begin and end while %(parent)s is valid.",
                        node=node.display_name,
                        parent=parent.display_name,
                    )
                )

    def _record_division(self):
        """Nodes, their days and weights divide the amounts of the plans: whoever makes,
        moves or weighs them does not issue what follows."""
        # sudo: the plans of the company, whoever may read them
        self.env["ops.cost.plan"].sudo()._record_authors_of(self.company_id)

    def _changing(self, names, vals):
        """Those of self on which ``vals`` really change one of the fields."""

        def differs(node, name):
            field, value = node._fields[name], vals[name]
            # what is no number has no form in the cache; it is refused later
            if field.type in ("float", "integer"):
                return node[name] != value
            to_cache = field.convert_to_cache
            return to_cache(node[name], node) != to_cache(value, node)

        return self.filtered(lambda node: any(differs(node, name) for name in names))

    def _refuse_if_used(self):
        self.env.flush_all()
        rows = self.env.execute_query(tree.used(self.ids))
        if rows:
            raise UserError(
                self.env._(
                    "%(node)s already carries quotas or costs: its place, level and "
                    "person stay. Close it and open another node; a person is moved.",
                    node=self.browse(rows[0][0]).display_name,
                )
            )

    def _refresh_scopes(self):
        """Record rules cache what a user's units, teams and own nodes are."""
        leaders = self.filtered(lambda node: node.level == 1).manager_id
        leaders._refresh_cost_scopes()
        self.env.registry.clear_cache()

    def _is_valid_on(self, day):
        self.ensure_one()
        return (
            self.active
            and self.date_start <= day
            and (not self.date_end or self.date_end >= day)
        )

    # buttons -------------------------------------------------------------------
    def action_open_cells(self):
        return self._open_below("ops_cost.ops_cost_cell_action")

    def action_open_children(self):
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_cost.ops_cost_node_action"
        )
        action["domain"] = [("parent_id", "=", self.id)]
        action["context"] = {"default_parent_id": self.id}
        return action

    def action_move_person(self):
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_cost.ops_cost_move_action"
        )
        action["context"] = {"default_employee_id": self.employee_id.id}
        return action

    def _open_below(self, xml_id):
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        name = f"l{self.level}_id" if self.level < 4 else "node_id"
        action["domain"] = [(name, "=", self.id)]
        action["context"] = {"search_default_in_force": 1}
        return action
