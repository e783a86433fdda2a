"""What would change, as a table for a dialog: before and after, side by side."""

from markupsafe import Markup

HEAD, CELL = Markup("<th>%s</th>"), Markup("<td>%s</td>")


def table(headers, rows):
    """``rows``: lists of cells, as texts or Markup."""
    head = _row(HEAD, headers)
    body = Markup("").join(_row(CELL, row) for row in rows)
    return Markup(
        '<table class="table table-sm"><thead>%s</thead><tbody>%s</tbody></table>'
    ) % (head, body)


def became(old, new):
    """One text, or both where they differ."""
    if old == new:
        return new
    return Markup('<span class="text-muted">%s</span> → <strong>%s</strong>') % (
        old or "–",
        new or "–",
    )


def paragraph(text):
    return Markup("<p>%s</p>") % text


def _row(cell, values):
    return Markup("<tr>%s</tr>") % Markup("").join(cell % value for value in values)
