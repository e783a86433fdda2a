"""What changed between two versions of an annex, field by field."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from .ground import canonical_json

Path: TypeAlias = tuple[str, ...]


class Change(NamedTuple):
    """``path``: names of fields, and keys of rows, from the top; ``kind``: added,
    removed, changed, or moved (rows in another order, by their keys)."""

    kind: str
    path: Path
    old: Any
    new: Any


def difference(
    old: object, new: object, keys: Sequence[str] = ("line_key",)
) -> list[Change]:
    """Changes from the old payload to the new one; none if they would seal alike.

    Values are compared as they are sealed: 1.50 is 1.5. Rows of a list are matched by
    the first of ``keys`` that all of them have; other lists are one value. The order
    is that of the field names, then of the old rows, then of the new ones.

    >>> before = {"cap": "0.10", "lines": [{"line_key": "a", "target": 95},
    ...                                    {"line_key": "b", "target": 90}]}
    >>> after = {"cap": "0.10", "lines": [{"line_key": "c", "target": 99},
    ...                                   {"line_key": "a", "target": 97}]}
    >>> for change in difference(before, after):
    ...     print(*change)
    changed ('lines', 'a', 'target') 95 97
    removed ('lines', 'b') {'line_key': 'b', 'target': '90'} None
    added ('lines', 'c') None {'line_key': 'c', 'target': '99'}
    """
    return _compare((), _plain(old), _plain(new), tuple(keys))


def _compare(path: Path, old: Any, new: Any, keys: Path) -> list[Change]:
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        return _fields(path, old, new, keys, sorted({*old, *new}))
    key = _row_key(old, new, keys)
    if key is None:
        return [Change("changed", path, old, new)]
    before = {row[key]: row for row in old}
    after = {row[key]: row for row in new}
    changes = _fields(path, before, after, keys, list({**before, **after}))
    return changes + _moves(path, before, after)


def _fields(
    path: Path,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    keys: Path,
    names: Sequence[str],
) -> list[Change]:
    changes = []
    for name in names:
        where = (*path, name)
        if name not in new:
            changes.append(Change("removed", where, old[name], None))
        elif name not in old:
            changes.append(Change("added", where, None, new[name]))
        else:
            changes += _compare(where, old[name], new[name], keys)
    return changes


def _moves(
    path: Path, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Change]:
    old = [name for name in before if name in after]
    new = [name for name in after if name in before]
    return [] if old == new else [Change("moved", path, old, new)]


def _row_key(old: Any, new: Any, keys: Path) -> str | None:
    if not (isinstance(old, list) and isinstance(new, list)):
        return None
    return next((key for key in keys if _names(old, key) and _names(new, key)), None)


def _names(rows: list[Any], key: str) -> bool:
    """Whether the key names each row, and each by another name."""
    found = [row.get(key) for row in rows if isinstance(row, dict)]
    texts = [name for name in found if isinstance(name, str)]
    return len(texts) == len(rows) == len(set(texts))


def _plain(value: object) -> Any:
    return json.loads(canonical_json(value))
