"""Amounts in words for documents that are signed: 人民币大写 and English."""

from decimal import ROUND_HALF_UP, Decimal

import cn2an
from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_name, get_currency_precision
from num2words import num2words

LIMIT = Decimal(10) ** 13


def amount_in_words(amount, lang="zh_CN", currency="CNY"):
    """``amount``: Decimal, int or text; rounded half up to the currency's decimals.

    Chinese amounts of CNY are written as on cheques and receipts. ``ValueError``: not
    finite, or ten trillion and more.

    >>> amount_in_words("1409.50"), amount_in_words(Decimal("6007.14"))
    ('人民币壹仟肆佰零玖元伍角', '人民币陆仟零柒元壹角肆分')
    >>> amount_in_words("1409.50", "en_US")
    'One thousand, four hundred and nine and 50/100 Chinese yuan'
    >>> amount_in_words(-200, "en_US", "JPY")
    'Minus two hundred Japanese yen'
    """
    number = _rounded(amount, currency)
    if lang.startswith("zh"):
        return _chinese(number, lang, currency)
    return _western(number, lang, currency)


def _rounded(amount, currency):
    if isinstance(amount, float):
        raise TypeError("a float is no exact amount")
    number = Decimal(amount)
    if not number.is_finite() or abs(number) >= LIMIT:
        raise ValueError("no amount that can be written in words")
    step = Decimal(1).scaleb(-get_currency_precision(currency))
    return number.quantize(step, ROUND_HALF_UP) + 0


def _chinese(number, lang, currency):
    if currency == "CNY":
        return "人民币" + cn2an.an2cn(format(number, "f"), "rmb")
    name = get_currency_name(currency, locale=_locale(lang))
    text = format(number, "f")
    whole, _, cents = text.partition(".")
    shown = text if cents.strip("0") else whole
    return name + cn2an.an2cn(shown, "up") + ("" if "." in shown else "整")


def _western(number, lang, currency):
    language = lang.split("_")[0]
    try:
        words = num2words(int(abs(number)), lang=language)
    except NotImplementedError:
        language, words = "en", num2words(int(abs(number)), lang="en")
    places = get_currency_precision(currency)
    size = abs(number)
    count = int(size) if size == int(size) else size
    name = get_currency_name(currency, count=count, locale=_locale(lang))
    if places:
        minor = int((abs(number) % 1).scaleb(places))
        words = f"{words} and {minor:0{places}d}/{10**places}" if minor else words
    sign = "minus " if number < 0 else ""
    text = f"{sign}{words} {name}"
    return text[0].upper() + text[1:]


def _locale(lang):
    try:
        return Locale.parse(lang.split("@")[0])
    except (UnknownLocaleError, ValueError):
        return Locale("en", "US")
