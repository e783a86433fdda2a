from typing import Any


def post_init_hook(env: Any) -> None:
    """Existing companies get their own zone; round-the-clock hours stay as they are."""
    for company in env["res.company"].search([]):
        company.ops_tz = company._guess_ops_tz()
    calendars = env["resource.calendar"].with_context(active_test=False).search([])
    calendars.filtered(lambda c: c._is_round_the_clock()).follow_public_days = False
