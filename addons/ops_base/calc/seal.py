"""Canonical JSON and its digest: the same facts always give the same text.

Numbers become strings in plain notation without trailing zeros, so that 1.50, a
float 1.5 and Decimal("1.5") are one fact and no reader's float parser matters.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction


def canonical_json(value: object) -> str:
    """Sorted keys, no spaces, numbers as strings.

    >>> canonical_json({"b": [1, Decimal("2.50"), None], "a": True, "名": 1e3})
    '{"a":true,"b":["1","2.5",null],"名":"1000"}'
    >>> canonical_json({"at": datetime(2026, 3, 1, 8, 30), "on": date(2026, 3, 1)})
    '{"at":"2026-03-01T08:30:00","on":"2026-03-01"}'

    ``ValueError``: NaN, an infinity, or two keys that read the same.
    ``TypeError``: anything that is no plain value.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits.

    >>> digest("")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float, Decimal, Fraction)):
        return number_text(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        plain = {_key(key): _plain(part) for key, part in value.items()}
        if len(plain) != len(value):
            raise ValueError("two keys read the same")
        return plain
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    raise TypeError(f"cannot be sealed: {type(value).__name__}")


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    if isinstance(key, int) and not isinstance(key, bool):
        return str(key)
    if isinstance(key, date):
        return key.isoformat()
    raise TypeError(f"cannot be a key of a sealed fact: {key!r}")


def number_text(value: int | float | Decimal | Fraction) -> str:
    """Plain notation; a fraction as ``n/d``.

    >>> number_text(-0.0), number_text(1e16), number_text(0.1), number_text(100)
    ('0', '10000000000000000', '0.1', '100')
    >>> number_text(Fraction(1, 3)), number_text(Decimal("1E+2"))
    ('1/3', '100')
    """
    if isinstance(value, (int, Fraction)):
        return str(value)
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if not number.is_finite():
        raise ValueError("not a finite number")
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
