"""Variables in the text of clauses: ``${customer}``; ``$${`` stands for ``${``."""

import re
from collections.abc import Callable, Mapping

VARIABLE = re.compile(r"\$(\$(?=\{))|\$\{\s*([^{}]*?)\s*\}")


def variables(text: str) -> list[str]:
    """Names in the order in which they first stand in the text.

    >>> variables("${甲方} pays ${ fee } to ${乙方}; ${甲方} keeps $${this}.")
    ['甲方', 'fee', '乙方']
    """
    names = (match[2] for match in VARIABLE.finditer(text) if match[1] is None)
    return list(dict.fromkeys(names))


def fill(
    text: str,
    values: Mapping[str, object],
    escape: Callable[[str], str] | None = None,
) -> tuple[str, list[str]]:
    """The text with its values, and the names that have none (absent or None).

    Those stay as they are, so that nobody signs a hole without seeing it. A value is
    never read for variables again. ``escape``: for values that go into HTML.

    >>> fill("${customer} pays ${fee} by day ${day}.", {"customer": "A", "fee": 800})
    ('A pays 800 by day ${day}.', ['day'])
    """

    def put(match: re.Match[str]) -> str:
        if match[1] is not None:
            return "$"
        value = values.get(match[2])
        if value is None:
            return match[0]
        return str(value) if escape is None else escape(str(value))

    missing = [name for name in variables(text) if values.get(name) is None]
    return VARIABLE.sub(put, text), missing
