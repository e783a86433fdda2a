"""What the demo prints: its users and the result of its last closed month."""

import json
import urllib.request

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
 WHERE state = 'closed' ORDER BY date_start DESC, id DESC LIMIT 1
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


def last_month(server, database):
    """The result table of the last closed month, or a sentence why there is none."""
    if not server.value(f"SELECT to_regclass({quoted(ASSESSMENTS)})", database):
        return "There is no result table yet: the addon ops_cost is not installed."
    months = server.sql(LAST_MONTH, database)
    if not months:
        return "There is no result table yet: no month of the demo company is closed."
    [[period, month]] = months
    rows = server.sql(RESULT.format(period=period), database)
    money = [[*row[:2], *map(_amount, row[2:])] for row in rows]
    return f"Result of {month}\n{table(HEAD, money)}"


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
