"""How the customer's pages write numbers and rules: 9550 bp is "95.5 %", 90 minutes
"1 h 30 min". Whole sentences, so that they can be translated."""

from decimal import Decimal
from types import SimpleNamespace

from odoo.tools import formatLang

WHOLE_BP = 10_000


def percent(basis_points):
    """``9500`` -> ``"95 %"``, ``9979`` -> ``"99.79 %"``."""
    value = Decimal(basis_points or 0) / 100
    return f"{value.normalize():f} %"


def share(value, places=2):
    """A ratio from 0 to 1 as a percentage: ``0.94`` -> ``"94.00 %"``."""
    return f"{Decimal(str(value)) * 100:.{places}f} %"


def plain(value):
    """A number without needless zeros: ``3.50`` -> ``"3.5"``."""
    return f"{Decimal(str(value or 0)).normalize():f}"


def minutes_text(env, minutes):
    """``90`` -> ``"1 h 30 min"``; hours may exceed a day: they are service hours."""
    hours, rest = divmod(minutes or 0, 60)
    if hours and rest:
        return env._("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
    if hours:
        return env._("%(hours)s h", hours=hours)
    return env._("%(minutes)s min", minutes=rest)


def days_text(env, days):
    return env._("%s working days", days)


def target(line):
    """What a service level promises: ``"4 h · 95 %"``, ``"at most 3"``."""
    if line.evaluator in ("count", "value"):
        value = plain(line.target_value)
        down = line.metric_id.direction == "down"
        return (
            line.env._("at most %s", value)
            if down
            else line.env._("at least %s", value)
        )
    times = []
    if line.evaluator == "clock" and line.target_minutes:
        times = [minutes_text(line.env, line.target_minutes)]
    elif line.evaluator == "clock" and line.target_days:
        times = [days_text(line.env, line.target_days)]
    return " · ".join([*times, percent(line.target_bp)])


def few(line):
    """The rule of a service level when there are few cases."""
    rule = dict(line._fields["small_n_rule"]._description_selection(line.env))
    return line.env._(
        "With less than %(n)s cases: %(rule)s",
        n=line.n_min,
        rule=rule.get(line.small_n_rule, ""),
    )


def due(line):
    """When a deliverable is due."""
    if line.due_in_working_days:
        return line.env._("%s working days after the period", line.due_offset_days)
    return line.env._("%s days after the period", line.due_offset_days)


def partial(line):
    """From which share of its days a cut period is due; empty where none is cut."""
    if line.frequency in ("once", "daily", "per_event"):
        return ""
    if line.keep_partial_bp == WHOLE_BP:
        return line.env._("whole periods only")
    return line.env._(
        "a cut period from %s of its days on", percent(line.keep_partial_bp)
    )


def missed(line):
    """What missing a service level costs besides the tiers, as sentences."""
    found = []
    if line.miss_amount:
        amount = formatLang(line.env, line.miss_amount, currency_obj=line.currency_id)
        found.append(line.env._("%s per case", amount))
    if line.miss_points:
        found.append(line.env._("%s points", line.miss_points))
    if line.bonus_bp:
        bonus, start = percent(line.bonus_bp), percent(line.bonus_from_bp)
        found.append(
            line.env._("bonus %(bonus)s from %(start)s on", bonus=bonus, start=start)
        )
    return found


def rules(version):
    """The rules of an evaluation annex, as sentences."""
    yield version.env._(
        "Credits are at most %s of the month's fee.", percent(version.cap_bp)
    )
    for band in version.point_band_ids:
        yield version.env._(
            "From %(points)s points on, %(share)s of the fee are deducted.",
            points=band.points_from,
            share=percent(band.deduction_bp),
        )
    if version.consecutive_months:
        yield version.env._(
            "From %(months)s missed months in a row on, a credit counts %(factor)s "
            "times.",
            months=version.consecutive_months,
            factor=plain(version.consecutive_factor_bp / 10000),
        )
    if version.termination_misses:
        yield version.env._(
            "%(misses)s missed months within %(window)s months give the customer the "
            "right to terminate.",
            misses=version.termination_misses,
            window=version.termination_window,
        )
    if version.earn_back_months:
        yield version.env._(
            "A credit is given back if the next %s months are all met.",
            version.earn_back_months,
        )
    yield version.env._(
        "A statement can be disputed within %s days.", version.dispute_days
    )


def cases(line):
    """How many cases a statement's line counts, and which not."""
    found = []
    if line.n and line.metric_id.evaluator in ("clock", "deliverable", "ratio"):
        found.append(line.env._("%(met)s of %(n)s kept", met=line.met, n=line.n))
    if line.excluded:
        found.append(line.env._("%s not counted", line.excluded))
    if line.carried_over:
        found.append(line.env._("%s from an earlier version", line.carried_over))
    return found or ["–"]


def likely(line):
    """The interval in which the true value lies with 95 % confidence."""
    low, high = share(line.wilson_low, 1), share(line.wilson_high, 1)
    return line.env._("likely %(low)s to %(high)s", low=low, high=high)


# what templates get: they are not given whole modules
WORDS = SimpleNamespace(
    percent=percent,
    share=share,
    plain=plain,
    minutes_text=minutes_text,
    days_text=days_text,
    target=target,
    few=few,
    due=due,
    partial=partial,
    missed=missed,
    rules=rules,
    cases=cases,
    likely=likely,
)
