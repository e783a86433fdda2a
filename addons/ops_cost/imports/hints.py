"""What a file leaves to be done by hand; shown in the preview and after the import."""

SHOWN = 5


def hints(context):
    """Sentences for the user; no findings, the file can be imported."""
    stays = _later_stays(context)
    if not stays:
        return []
    names = ", ".join(f"{code} ({start})" for code, start in stays[:SHOWN])
    return [
        context.env._(
            "These persons change teams: %(names)s%(more)s. Their quotas do not go "
            "along by themselves: after the version is issued, move each of them "
            "(Decomposition › Move a Person), else the month cannot be closed.",
            names=names,
            more=", …" if len(stays) > SHOWN else "",
        )
    ]


def _later_stays(context):
    """New stays, without quotas in the file, that follow another one of the person
    after the first version of the plan takes effect."""
    first = _first_month(context)
    before = {
        (key[0], row["start"])
        for key, row in context.known.rows["people"].items()
        if row.get("team")
    }
    before |= {(line["code"], line["start"]) for line in context.stays.values()}
    given = {line["node"] for line in context.lines("quotas")}
    return [
        (code, line["start"])
        for code, line in context.stays.items()
        if line.is_new
        and code not in given
        and f"{line['start']:%Y-%m-%d}" > f"{first}-01"
        and any(
            person == line["code"] and start < line["start"] for person, start in before
        )
    ]


def _first_month(context):
    stored = [
        version.effective_period_id.code for version in context.known.versions.values()
    ]
    stated = [line["effective"] for line in context.lines("versions")]
    months = [code for code in (*stored, *stated) if code]
    return min(months, default="9999-12")
