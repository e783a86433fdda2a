"""What the demo prints: its users and the result of its last closed month."""

import json
import urllib.request
from decimal import Decimal

from . import paths
from .console import table
from .postgres import quoted

PASSWORD = "demo"
PASSWORDS = {"admin": "admin"}
# which stored passwords a login has proved; logging in with each takes seconds
PROVED = paths.RUN / "demo-passwords.json"
ASSESSMENTS = "ops_cost_assessment"
LAST_MONTH = """
SELECT id, to_char(date_start, 'YYYY-MM') FROM ops_cost_period
 WHERE state = 'closed' AND company_id IN (
       SELECT u.company_id FROM ir_model_data d JOIN res_users u ON u.id = d.res_id
        WHERE d.model = 'res.users' AND d.module = 'ops_cost'
          AND d.name LIKE 'demo\\_user\\_%')
 ORDER BY date_start DESC, id DESC LIMIT 1
"""
RESULT = """
SELECT level, count(*), sum(quota), sum(reduction_target), sum(actual),
       sum(penalty), sum(reward)
  FROM ops_cost_assessment
 WHERE period_id = {period} AND is_current
 GROUP BY level ORDER BY level
"""
USERS = """
SELECT u.login, md5(coalesce(u.password, '')), p.name,
       coalesce(string_agg(DISTINCT g.name->>'en_US', ', '), 'none')
  FROM ir_model_data d
  JOIN res_users u ON u.id = d.res_id
  JOIN res_partner p ON p.id = u.partner_id
  LEFT JOIN res_groups_users_rel r ON r.uid = u.id
       AND r.gid IN (SELECT g.id FROM res_groups g
                       JOIN res_groups_privilege v ON v.id = g.privilege_id
                       JOIN ir_module_category c ON c.id = v.category_id
                      WHERE c.name->>'en_US' = 'Operations')
  LEFT JOIN res_groups g ON g.id = r.gid
 WHERE d.model = 'res.users' AND u.active
   AND ((d.module IN ('ops_cost', 'ops_contract', 'ops_appraisal')
         AND d.name LIKE 'demo\\_user\\_%')
        OR (d.module = 'base' AND d.name = 'user_admin'))
 GROUP BY u.id, u.login, u.password, p.name ORDER BY u.id
"""
HEAD = ["level", "nodes", "quota", "reduction target", "actual", "penalty", "reward"]
AMOUNTS = ("quota", "reduction_target", "actual", "penalty", "reward")


def last_month(server, database):
    """The result table of the last closed month, or a sentence why there is none."""
    if not server.value(f"SELECT to_regclass({quoted(ASSESSMENTS)})", database):
        return "There is no result table yet: the addon ops_cost is not installed."
    month, rows = closed_month(server, database)
    if not month:
        return "There is no result table yet: no month of the demo company is closed."
    money = [[*row[:2], *map(_amount, row[2:])] for row in rows]
    return f"Result of {month}\n{table(HEAD, money)}"


def closed_month(server, database):
    """The demo company's last closed month as ``2026-03``, and a row for each level,
    in the columns of ``HEAD``; an empty month where none is closed."""
    months = server.sql(LAST_MONTH, database)
    if not months:
        return "", []
    [[period, month]] = months
    return month, server.sql(RESULT.format(period=period), database)


def differences(expected, month, rows):
    """Sentences on what ``closed_month`` says otherwise than the reference company:
    ``expected`` are its assessments (tests/data/cost_company.json)."""
    last = max(row["month"] for row in expected)
    wanted = {}
    for row in (row for row in expected if row["month"] == last):
        level = wanted.setdefault(str(row["level"]), [0] * (len(HEAD) - 1))
        level[0] += 1
        for place, name in enumerate(AMOUNTS, 1):
            level[place] += Decimal(row[name])
    found = {row[0]: [int(row[1]), *map(Decimal, row[2:])] for row in rows}
    if (month, found) == (last, wanted):
        return []
    return [
        f"The demo's result of {month or 'no month'} is not the reference's of {last}."
    ]


def _amount(text):
    return f"{float(text):,.2f}" if text else ""


def users(server, database, address):
    """Table of the demo's users; a password is shown if it is still the demo's."""
    found = server.sql(USERS, database)
    proved = _read_proved()
    for login, stored, *_rest in found:
        if proved.get(login) != stored:
            is_ours = _logs_in(address, database, login)
            proved[login] = stored if is_ours else ""
    PROVED.write_text(json.dumps(proved))
    rows = [
        [login, _password(login) if proved[login] else "(changed)", name, roles]
        for login, _stored, name, roles in found
    ]
    return table(["login", "password", "name", "roles"], rows)


def _read_proved():
    """``{login: digest of the stored password}`` of former starts."""
    try:
        return json.loads(PROVED.read_text())
    except (OSError, ValueError):
        return {}


def _password(login):
    return PASSWORDS.get(login, PASSWORD)


def _logs_in(address, database, login):
    """Whether the demo's password is taken by the running server."""
    password = _password(login)
    params = {"db": database, "login": login, "password": password}
    body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
    request = urllib.request.Request(
        f"{address}/web/session/authenticate",
        body.encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found = json.load(answer)
    return bool(found.get("result", {}).get("uid"))
