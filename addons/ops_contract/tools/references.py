"""How a seal names other records: by their ids. Their codes and names are kept beside,
as they read at sealing."""

from ..calc.seal_format import CODES


def seal_reference(record):
    """``{"id": …}``; working hours with their weekly hours."""
    found = {"id": record.id}
    if record._name == "resource.calendar":
        found.update(weekly_hours(record))
    return found


def codes(record):
    """``{"code": …}`` with what it has of them."""
    return {name: record[name] or None for name in CODES if name in record._fields}


def weekly_hours(calendar):
    """Time zone and weekly hours, as they are promised."""
    return {
        "tz": calendar.tz,
        "follow_public_days": calendar.follow_public_days,
        "hours": [
            [line.week_type or "", line.dayofweek, line.hour_from, line.hour_to]
            for line in calendar.attendance_ids.filtered(
                lambda line: line.day_period != "lunch" and not line.display_type
            ).sorted(
                lambda line: (line.week_type or "", line.dayofweek, line.hour_from)
            )
        ],
    }
