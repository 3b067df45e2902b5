"""Public holidays of countries and their regions, as far as the `holidays` library knows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays

from aftersales.records import Territory
from aftersales.settings import Settings


def are_holidays_known(country: str, region: str | None) -> bool:
    """Whether anybody has written down the holidays of a country, or of one of its regions."""
    try:
        holidays.country_holidays(country, subdiv=region)
    except NotImplementedError:  # its list of countries would load all of them, for seconds
        return False
    return True


@lru_cache(maxsize=64)
def public_holidays(country: str, region: str | None, years: range) -> Mapping[date, str]:
    """Those of the region, else of its country, with their names; the doctor tells of those that are not known."""
    for part in (region, None):
        if are_holidays_known(country, part):
            found = holidays.country_holidays(country, subdiv=part, years=years)
            return MappingProxyType(dict(found))
    return MappingProxyType({})


def holidays_between(
    settings: Settings, area: Territory, first_on: date, last_on: date
) -> Mapping[date, str]:
    """The public holidays of a territory in the years of these days, with their names."""
    region = settings.holiday_regions.get(area.code)
    return public_holidays(area.country, region, range(first_on.year, last_on.year + 1))
