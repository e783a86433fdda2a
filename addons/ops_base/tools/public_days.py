"""Public holidays and make-up working days of a country and year."""

from dataclasses import dataclass

import holidays


@dataclass(frozen=True)
class CountryDay:
    """``names``: {language code of Odoo: name}; empty for a make-up working day."""

    date: object
    is_workday: bool
    names: dict


@dataclass(frozen=True)
class CountryYear:
    """``makes_up``: the country moves working days onto weekends in some years."""

    days: list
    is_known: bool
    makes_up: bool

    @property
    def workdays(self):
        return [day for day in self.days if day.is_workday]


def country_year(country, year, languages):
    """The days of one year; ``is_known`` is False for an unknown country or year.

    The data set always carries make-up days of some other years; only those of the
    year count.
    """
    if country not in holidays.list_supported_countries():
        return CountryYear([], False, False)
    entity = holidays.country_holidays(country, years=year)
    names = {lang: _names(country, year, lang, entity) for lang in languages}
    days = [
        CountryDay(day, False, {lang: names[lang].get(day) for lang in languages})
        for day in entity
    ]
    moved = getattr(entity, "weekend_workdays", set())
    days += [CountryDay(day, True, {}) for day in moved if day.year == year]
    days.sort(key=lambda day: day.date)
    return CountryYear(days, bool(days), _makes_up(country))


def _names(country, year, lang, entity):
    known = entity.supported_languages or ()
    fits = [code for code in known if code == lang] or [
        code for code in known if code.split("_")[0] == lang.split("_")[0]
    ]
    if not fits:
        return entity
    return holidays.country_holidays(country, years=year, language=fits[0])


def _makes_up(country):
    """Whether any of the last known years had make-up working days."""
    recent = holidays.country_holidays(country, years=range(2015, 2027))
    return any(day.year >= 2015 for day in getattr(recent, "weekend_workdays", set()))


def version():
    return holidays.__version__
