"""How versions of an annex were sealed over time. A seal is verified by the format that
it names.

1: a reference to another record had its codes beside its id.
2: the codes stand apart, under ``codes``: they may change, the id is the fact.
"""

from collections.abc import Mapping

FORMAT = 2
CODES = frozenset({"code", "default_code", "revision"})


def present_form(sealed: Mapping[str, object]) -> dict[str, object]:
    """A sealed payload as the present format would say the same; of a format not known
    here unchanged, so that it equals nothing.

    >>> present_form({"format": "1", "price": [{"item": {"id": "7", "code": "A"}}]})
    {'format': '2', 'price': [{'item': {'id': '7'}}]}
    >>> present_form({"format": "3"})
    {'format': '3'}
    """
    if sealed.get("format") != "1":
        return dict(sealed)
    parts = {name: _without_codes(part) for name, part in sealed.items()}
    return {**parts, "format": str(FORMAT)}


def _without_codes(part: object) -> object:
    if isinstance(part, list):
        return [_without_codes(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    dropped = CODES if "id" in part else frozenset()
    return {k: _without_codes(v) for k, v in part.items() if k not in dropped}
