"""What people type into cells, as plain values. ``ValueError`` where it is none.

Full-width digits and signs (０-９ ， ． － ％) count as their ASCII forms.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def narrow(text):
    """Full-width forms as ASCII, outer spaces away.

    >>> narrow("　１２．５％ "), narrow("Ａ－０１")
    ('12.5%', 'A-01')
    """
    return unicodedata.normalize("NFKC", text).strip()


def to_text(value):
    """Text as it stands, inner runs of spaces as one; whole numbers without ``.0``.

    >>> to_text("  水电　费 "), to_text(12.0), to_text(True), to_text(None)
    ('水电 费', '12', 'TRUE', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float | Decimal):
        return format(to_number(value), "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if _CONTROL.search(str(value)):
        raise ValueError("control character")
    return _SPACES.sub(" ", str(value)).strip()


def to_code(value):
    """A key: narrow and without any space.

    >>> to_code(" Ｔ－０１ "), to_code(101.0)
    ('T-01', '101')
    """
    return _SPACES.sub("", narrow(to_text(value)))


def to_number(value):
    """Decimal; a float by its 15 significant digits, which is what a sheet shows.

    >>> to_number(0.1 + 0.2), to_number("1,234.50"), to_number("（５）")
    (Decimal('0.3'), Decimal('1234.50'), Decimal('-5'))
    >>> to_number("￥１２０"), to_number("5%"), to_number("−3")
    (Decimal('120'), Decimal('0.05'), Decimal('-3'))
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise ValueError("not a number")
    if isinstance(value, str):
        return _number_from_text(value)
    number = Decimal(format(value, ".15g")) if isinstance(value, float) else value
    number = Decimal(number)
    if not number.is_finite():
        raise ValueError("not finite")
    return _plain(number)


def _number_from_text(text):
    text = narrow(text).replace("−", "-").replace(" ", "")
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    text = text.lstrip("¥￥$€") if text[:1] in "¥￥$€" else text
    share = text.endswith("%")
    text = text.removesuffix("%")
    if not _NUMBER.fullmatch(text) or not any(char.isdigit() for char in text):
        raise ValueError("not a number")
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError("not a number") from None
    return number / 100 if share else number


def _plain(number):
    """Without an exponent: Decimal("1E+2") is 100.

    >>> _plain(Decimal("1E+2")), _plain(Decimal("2.50"))
    (Decimal('100'), Decimal('2.50'))
    >>> len(str(_plain(Decimal("1E+300"))))
    301
    """
    if number.as_tuple().exponent <= 0:
        return number
    return Decimal(format(number, "f"))


def to_date(value):
    """A date of 1990 to 2100, from a date cell or from text with the year first.

    >>> to_date("2026-3-1"), to_date("２０２６年３月１日"), to_date("2026/03/01")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 1), datetime.date(2026, 3, 1))
    """
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    elif isinstance(value, str) and (match := _DATE.fullmatch(narrow(value))):
        day = date(*(int(part) for part in match.groups()))
    else:
        raise ValueError("not a date")
    if not 1990 <= day.year <= 2100:
        raise ValueError("year out of range")
    return day


def to_month(value):
    """The first day of the month: of a date, or of text such as 2026-03 or 2026年3月.

    >>> to_month("2026-3"), to_month(datetime(2026, 3, 31))
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 1))
    """
    if isinstance(value, str) and (match := _MONTH.fullmatch(narrow(value))):
        year, month = (int(part) for part in match.groups())
        return to_date(date(year, month, 1))
    return to_date(value).replace(day=1)


def neutral(text):
    """Text for a CSV cell that no spreadsheet takes for a formula.

    >>> neutral("=1+1"), neutral("-x"), neutral("a=b")
    ("'=1+1", "'-x", 'a=b')
    """
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def without_quote(text):
    """Takes back what ``neutral`` added.

    >>> without_quote("'=1+1"), without_quote("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text
