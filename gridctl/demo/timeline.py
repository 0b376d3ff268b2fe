"""A community as it was on an earlier day: what had not happened yet is taken out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from gridctl.demo import campaign, case_history, leave
from gridctl.demo.assessment import known_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gridctl.demo.community import Community

Data = dict[str, Any]

_TENANCY = ("rent_use", "rented_since", "hazards", "rent_grade", "fire_exit", "safety_exit", "household_phones")


def as_of(community: Community, day: str) -> Community:
    """The records of a day in ISO form, without those collected, listed, visited or declared after it."""
    households = [_household(each, day) for each in community["households"] if each["collected_on"] <= day]
    present = {person["id"] for each in households for person in each.get("members", ())}
    return {
        **community,
        "households": households,
        "businesses": [_verified(each, day) for each in _collected(community["businesses"], day)],
        "special_groups": [
            each for each in community["special_groups"] if each["listed_on"] <= day and each["person"] in present
        ],
        "volunteers": [
            dict(each, services=[service for service in each["services"] if service["date"] <= day])
            for each in _collected(community["volunteers"], day)
            if each["person"] in present
        ],
        "visits": [each for each in community["visits"] if (each.get("collected_on") or each["visited_on"]) <= day],
        "cases": case_history.as_of(community["cases"], day),
        "windows": [_window(each, day) for each in community["windows"] if each["starts_at"][:10] <= day],
        "buildings": recounted(community["buildings"], households),
        **campaign.known_by(community, day),
        **leave.known_by(community, day),
        **known_by(community, day),
    }


def recounted(buildings: Iterable[Data], households: Iterable[Data]) -> list[Data]:
    """The buildings with households and people counted anew; those without a household are left out."""
    homes: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for each in households:
        # A house listed twice has no household number in its second record and counts once.
        if "household_no" in each:
            homes[each["building_code"]] += 1
            people[each["building_code"]] += len(each.get("members", ()))
    return [
        dict(each, households_count=homes[each["building_code"]], people_count=people[each["building_code"]])
        for each in buildings
        if homes[each["building_code"]]
    ]


def _collected(records: Iterable[Data], day: str) -> Iterator[Data]:
    return (each for each in records if each["collected_on"] <= day)


def _verified(record: Data, day: str) -> Data:
    return {name: value for name, value in record.items() if name != "verified_on" or value <= day}


def _household(household: Data, day: str) -> Data:
    household = _verified(household, day)
    members = household.pop("members", [])
    living = [each for each in members if each["moved_in"] <= day]
    if living:
        # Members stand before the fields about collecting, as in every record.
        return _before(household, "source", "members", living)
    if members:
        household = {name: value for name, value in household.items() if name not in _TENANCY}
        household |= {"occupancy": "vacant", "visit_level": "ordinary"}
    return household


def _before(record: Data, place: str, name: str, value: list[Data]) -> Data:
    items = list(record.items())
    at = next((index for index, (key, _) in enumerate(items) if key == place), len(items))
    return dict([*items[:at], (name, value), *items[at:]])


def _window(window: Data, day: str) -> Data:
    if window["stood_down_on"] <= day:
        return window
    return {name: value for name, value in window.items() if name not in ("stood_down_on", "stand_down_note")}
