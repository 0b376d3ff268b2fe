"""Whom the grid workers call on: every door with its place in the grid's round and how often it is seen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.demo.journal import Door
from gridctl.demo.settings import FIRST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Data = dict[str, Any]

_MONTHLY_CARE = frozenset({
    "living_alone_elderly", "advanced_age", "disability", "disabled_care", "left_behind_child", "child_in_difficulty",
    "seriously_ill",
})  # fmt: skip
_MONTHLY_SHOPS = frozenset({
    "restaurant", "hotel", "kindergarten", "clinic", "recycling", "repair", "courier",
})  # fmt: skip
# Who is looked for by name when a storm comes, and who every day until it has passed.
_DAILY_IN_A_STORM = frozenset({"living_alone_elderly", "advanced_age", "seriously_ill"})
_SEEN_IN_A_STORM = frozenset({"disability", "disabled_care", "left_behind_child", "child_in_difficulty"})
_SEEN_ON_HOLIDAYS = frozenset({
    "living_alone_elderly", "advanced_age", "disabled_care", "low_income", "veteran", "left_behind_child",
    "child_in_difficulty",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """A door, its place (0 to 1) in its grid's round, since when and how often it is seen, and when windows ask for it.

    ``storm`` and ``holiday`` are "" (not then), "once" or "daily".
    """

    door: Door
    place: float
    since: date
    rhythms: tuple[str, ...]
    storm: str = ""
    holiday: str = ""


def targets(
    households: Sequence[Data], groups: Iterable[Data], businesses: Sequence[Data], buildings: Iterable[Data]
) -> list[Target]:
    """Everybody and everything with a door, house by house."""
    places = _places(households)
    houses = {each["house_code"]: each for each in households}
    return [
        *(_household(each, places[each["house_code"]]) for each in households),
        *_people(groups, houses, places),
        *_shops(businesses),
        *_buildings(buildings, households, places),
    ]


def _places(households: Iterable[Data]) -> dict[str, float]:
    """A round goes from building to building."""
    by_grid: dict[str, list[str]] = defaultdict(list)
    for each in households:
        by_grid[each["grid_code"]].append(each["house_code"])
    return {
        code: (number + 0.5) / len(codes) for codes in by_grid.values() for number, code in enumerate(sorted(codes))
    }


def _household(each: Data, place: float) -> Target:
    members = each.get("members", ())
    rhythms = ["quarterly"]
    if members:
        rhythms.append("half_yearly")
    if each["visit_level"] == "key":
        rhythms += ["monthly", "yearly"]
    risky = "fire" in each.get("hazards", ())
    if risky or each.get("rent_grade") == "watched":
        rhythms.append("monthly")
    asked_for = each["visit_level"] == "key" or each["occupancy"] in ("rented", "vacant")
    name = members[0]["name"] if members else each.get("owner_name", "")
    return Target(
        Door("household" if members else "vacant", each["id"], name, each["grid_code"], each["house_code"]),
        place,
        _since(each),
        tuple(rhythms),
        "once" if members else "",
        "once" if asked_for else "",
    )


def _people(groups: Iterable[Data], houses: dict[str, Data], places: dict[str, float]) -> Iterable[Target]:
    """One target a person, whatever the number of lists they are on."""
    by_person: dict[str, list[Data]] = defaultdict(list)
    for group in groups:
        by_person[group["person"]].append(group)
    for person, records in by_person.items():
        first = records[0]
        categories = {each["category"] for each in records}
        cares = {each.get("care_ability") for each in records}
        rhythms = ["quarterly"] if categories - {"veteran"} else ["half_yearly"]
        if categories & _MONTHLY_CARE or "partial" in cares:
            rhythms.append("monthly")
        if "dependent" in cares:
            rhythms += ["monthly", "weekly"]
        listed = date.fromisoformat(min(each["listed_on"] for each in records))
        house = houses[first["house_code"]]
        storm = "once" if categories & _SEEN_IN_A_STORM else ""
        yield Target(
            Door("person", person, first["name"], first["grid_code"], first["house_code"]),
            places[first["house_code"]],
            max(listed, _since(house)),
            tuple(rhythms),
            "daily" if categories & _DAILY_IN_A_STORM or "dependent" in cares else storm,
            "once" if categories & _SEEN_ON_HOLIDAYS else "",
        )


def _shops(businesses: Sequence[Data]) -> Iterable[Target]:
    by_grid: dict[str, list[Data]] = defaultdict(list)
    for each in businesses:
        by_grid[each["grid_code"]].append(each)
    for grid, shops in by_grid.items():
        for number, each in enumerate(sorted(shops, key=lambda shop: (shop["address"], shop["id"])), start=1):
            kind = each["place_kind"]
            rhythms = ["half_yearly", "quarterly"]
            if kind in _MONTHLY_SHOPS:
                rhythms.append("monthly")
            if "fire" in each["hazards"]:
                rhythms.append("fortnightly")
            if kind == "kindergarten":
                rhythms.append("weekly")
            busy = kind in ("restaurant", "hotel", "courier", "recycling") or each["staff_count"] >= 10
            yield Target(
                Door("business", each["id"], each["name"], grid),
                number / (1 + len(shops)),
                FIRST_DAY,
                tuple(rhythms),
                "once" if kind == "restaurant" else "",
                "daily" if kind == "kindergarten" else "once" if busy else "",
            )


def _buildings(buildings: Iterable[Data], households: Iterable[Data], places: dict[str, float]) -> Iterable[Target]:
    first: dict[str, float] = {}
    for each in households:
        code = each["building_code"]
        first[code] = min(first.get(code, 1), places[each["house_code"]])
    for building in buildings:
        code = building["building_code"]
        name = f"{building['compound']}{building['name']}"
        door = Door("building", code, name, building["grid_code"])
        yield Target(door, first[code], FIRST_DAY, ("monthly", "half_yearly"), "daily", "once")


def _since(household: Data) -> date:
    """The day the first of those who live there moved in."""
    members = household.get("members", ())
    return min((date.fromisoformat(each["moved_in"]) for each in members), default=FIRST_DAY)
