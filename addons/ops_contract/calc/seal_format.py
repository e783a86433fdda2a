"""How versions of an annex were sealed over time. A seal is verified by the format that
it names.

1: a reference to another record had its codes beside its id.
2: the codes stand apart, under ``codes``: they may change, the id is the fact.
3: a deliverable says from which share of its days a partial period is kept; before, it
   was half of them.
"""

from collections.abc import Mapping

FORMAT = 3
HALF_BP = "5000"
DELIVERABLES = "deliverable_line_ids"
CODES = frozenset({"code", "default_code", "revision"})


def present_form(sealed: Mapping[str, object]) -> dict[str, object]:
    """A sealed payload as the present format would say the same; of a format not known
    here unchanged, so that it equals nothing.

    >>> present_form({"format": "1", "price": [{"item": {"id": "7", "code": "A"}}]})
    {'format': '3', 'price': [{'item': {'id': '7'}}]}
    >>> present_form({"format": "2", "deliverable_line_ids": [{"id": "1"}]})
    {'format': '3', 'deliverable_line_ids': [{'id': '1', 'keep_partial_bp': '5000'}]}
    >>> present_form({"format": "4"})
    {'format': '4'}
    """
    form = sealed.get("format")
    if form not in ("1", "2"):
        return dict(sealed)
    parts = dict(sealed)
    if form == "1":
        parts = {name: _without_codes(part) for name, part in sealed.items()}
    return {**parts, "format": str(FORMAT), **_with_halves(parts)}


def _with_halves(parts: Mapping[str, object]) -> dict[str, object]:
    rows = parts.get(DELIVERABLES)
    if not isinstance(rows, list):
        return {}
    return {DELIVERABLES: [{**row, "keep_partial_bp": HALF_BP} for row in rows]}


def _without_codes(part: object) -> object:
    if isinstance(part, list):
        return [_without_codes(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    dropped = CODES if "id" in part else frozenset()
    return {k: _without_codes(v) for k, v in part.items() if k not in dropped}
