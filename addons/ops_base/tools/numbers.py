"""What may reach a numeric column at all."""

import math

AMOUNT_LIMIT = 1e13
INTEGER_LIMIT = 2**31


def is_out_of_range(value, limit=AMOUNT_LIMIT):
    """NaN, an infinity, or a size of ``limit`` and more; text counts as its number.

    >>> is_out_of_range("NaN"), is_out_of_range(-1e13), is_out_of_range("12.5")
    (True, True, False)
    >>> is_out_of_range("no number"), is_out_of_range(None)
    (False, False)
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        return False
    except OverflowError:
        return True
    return not math.isfinite(number) or abs(number) >= limit


def holds_non_finite(value):
    """Whether a JSON value has NaN or an infinity anywhere inside.

    >>> holds_non_finite({"a": [1, {"b": float("nan")}]}), holds_non_finite({"a": 1.5})
    (True, False)
    """
    if isinstance(value, float):
        return not math.isfinite(value)
    if isinstance(value, dict):
        return any(holds_non_finite(part) for part in value.values())
    if isinstance(value, list | tuple):
        return any(holds_non_finite(part) for part in value)
    return False
