"""Findings about a file, each with its place, for the reader of the file."""

from dataclasses import dataclass

from odoo.exceptions import UserError


@dataclass(frozen=True)
class Issue:
    """``row`` and ``column`` count from 1; None: the finding is about more."""

    reason: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    header: str | None = None

    @property
    def letter(self):
        return column_letter(self.column) if self.column else ""

    @property
    def place(self):
        """``entries!C5 amount``"""
        cell = f"{self.letter}{self.row or ''}"
        place = "!".join(part for part in (self.sheet, cell) if part)
        return " ".join(part for part in (place, self.header) if part)

    def as_dict(self):
        return {
            "sheet": self.sheet or "",
            "row": self.row or 0,
            "column": self.letter,
            "header": self.header or "",
            "reason": self.reason,
        }

    def __str__(self):
        return f"{self.place}: {self.reason}" if self.place else self.reason


class Issues:
    """Collects findings; true as soon as there is one. Reasons come translated.

    Beyond ``limit`` findings are counted, not kept: a wrong file has one per cell.
    """

    def __init__(self, limit=1000):
        self._items = []
        self._limit = limit
        self.count = 0

    def add(self, reason, sheet=None, row=None, column=None, header=None):
        self.count += 1
        if len(self._items) < self._limit:
            self._items.append(Issue(reason, sheet, row, column, header))

    def __bool__(self):
        return bool(self.count)

    def __len__(self):
        return self.count

    def __iter__(self):
        return iter(self._items)

    def as_dicts(self):
        return [issue.as_dict() for issue in self]

    def as_text(self, env, limit=20):
        """One line a finding, then how many more there are."""
        lines = [str(issue) for issue in self._items[:limit]]
        if self.count > len(lines):
            lines.append(env._("… and %(count)s more.", count=self.count - len(lines)))
        return "\n".join(lines)

    def raise_if_any(self, env):
        if self:
            raise UserError(self.as_text(env))


def column_letter(column):
    """
    >>> column_letter(1), column_letter(27), column_letter(703)
    ('A', 'AA', 'AAA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
