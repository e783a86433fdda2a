"""Every way by which a client can look at records, tried with a canary (R10).

``leaks(record.with_user(stranger), "CANARY-7")`` gives the names of the doors through
which the text came out. A refusal is what one hopes for; any other error is a bug and
is raised.
"""

import json

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.tests.common import TransactionCase

REFUSALS = (AccessError, MissingError, UserError, ValidationError, IntegrityError)
GROUPABLE = ("char", "text", "selection", "many2one", "date", "boolean", "integer")
SEARCHABLE = ("char", "text", "many2one")


def leaks(record, canary):
    """Names of the doors of ``record`` (in the stranger's environment) that leak."""
    record.env.flush_all()
    found = []
    for name, door in DOORS.items():
        record.env.invalidate_all()
        if canary in _answer(record, door, canary):
            found.append(name)
    return sorted(found)


def _answer(record, door, canary):
    """The answer of one door as text; empty for a refusal."""
    cr = record.env.cr
    savepoint = cr.savepoint()
    try:
        return json.dumps(door(record, canary), default=str, ensure_ascii=False)
    except REFUSALS:
        return ""
    finally:
        savepoint.close(rollback=True)


def _readable(record):
    return [
        name
        for name, field in record._fields.items()
        if field.type not in ("binary",) and record._has_field_access(field, "read")
    ]


def _oracle(record, canary, domain):
    """A count is a leak too: whoever can ask "is it X?" can guess X."""
    return canary if record.search_count([("id", "=", record.id), *domain]) else ""


def _read(record, canary):
    return record.read(_readable(record))


def _web_read(record, canary):
    return record.web_read({name: {} for name in _readable(record)})


def _search_read(record, canary):
    return record.search_read([("id", "=", record.id)], _readable(record))


def _web_search_read(record, canary):
    return record.web_search_read(
        [("id", "=", record.id)], {name: {} for name in _readable(record)}
    )


def _count(record, canary):
    fields = [field for field in record._fields.values() if field.type in SEARCHABLE]
    return [
        _oracle(record, canary, [(field.name, "ilike", canary)])
        for field in fields
        if field.store and record._has_field_access(field, "read")
    ]


def _name_search(record, canary):
    return [
        record.name_search(canary),
        record.name_search("", [("id", "=", record.id)]),
    ]


def _display_name(record, canary):
    return record.display_name


def _grouped(record, canary):
    names = [
        name
        for name, field in record._fields.items()
        if field.store and field.type in GROUPABLE
    ]
    return [
        record.formatted_read_group([("id", "=", record.id)], [_by(record, name)])
        for name in names
        if record._has_field_access(record._fields[name], "read")
    ]


def _by(record, name):
    return f"{name}:day" if record._fields[name].type == "date" else name


def _ordered(record, canary):
    """Sorting is readable only through records that one may see."""
    names = [name for name, field in record._fields.items() if field.store]
    return [
        record.search_read([("id", "=", record.id)], ["display_name"], order=name)
        for name in names
        if record._fields[name].column_type and name != "id"
    ]


def _export(record, canary):
    return record.export_data(_readable(record))


def _copy(record, canary):
    return record.copy().read(_readable(record))


def _onchange(record, canary):
    """Names the record in each many2one that points to its model."""
    answers = []
    for name, model in record.env.registry.items():
        if model._abstract or not name.startswith("ops."):
            continue
        for field in model._fields.values():
            if field.type == "many2one" and field.comodel_name == record._name:
                answers.append(_ask_onchange(record, name, field.name))
    return answers


def _ask_onchange(record, model, field):
    target = record.env[model]
    spec = {
        name: {"fields": {"display_name": {}}} if part.type == "many2one" else {}
        for name, part in target._fields.items()
        if part.type not in ("one2many", "many2many", "binary")
    }
    try:
        return target.onchange({field: record.id}, [field], spec)
    except REFUSALS:
        return ""


def _formview(record, canary):
    return record.get_formview_action()


def _attachments(record, canary):
    return (
        record.env["ir.attachment"]
        .search([("res_model", "=", record._name), ("res_id", "=", record.id)])
        .read(["name", "raw", "index_content"])
    )


def _messages(record, canary):
    return (
        record.env["mail.message"]
        .search([("model", "=", record._name), ("res_id", "=", record.id)])
        .read(["body", "preview", "record_name"])
    )


DOORS = {
    "read": _read,
    "web_read": _web_read,
    "search_read": _search_read,
    "web_search_read": _web_search_read,
    "count": _count,
    "name_search": _name_search,
    "display_name": _display_name,
    "group": _grouped,
    "order": _ordered,
    "export": _export,
    "copy": _copy,
    "onchange": _onchange,
    "form": _formview,
    "attachments": _attachments,
    "messages": _messages,
}


class DoorsMixin:
    """``assertKept``: no door leaks; ``assertShown``: the test itself is not blind."""

    def assertKept(self: TransactionCase, record, canary, *users):
        for user in users:
            with self.subTest(record=str(record), user=user.login):
                self.assertEqual(leaks(record.with_user(user), canary), [])

    def assertShown(self: TransactionCase, record, canary, *users):
        for user in users:
            with self.subTest(record=str(record), user=user.login):
                found = leaks(record.with_user(user), canary)
                self.assertLessEqual({"read", "search_read"}, set(found))
