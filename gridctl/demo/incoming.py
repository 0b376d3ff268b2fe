"""What the ledgers already know, and what arrives in the inbox: new records and changed values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from gridctl.demo.case_history import without
from gridctl.demo.timeline import recounted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.demo.community import Community

Data = dict[str, Any]
Intent = Literal["known", "changed", "new"]

ARRIVING_FROM = "2026-09-10"
"""Visits to doors from this day on, and every new record, are still in the workbooks."""

DOORS = ("household", "person", "business")
"""What workbooks of visits are about; rounds of grids and buildings are recorded on the way."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record as a workbook will hold it, and whether the ledgers know it so, otherwise, or not at all."""

    record: Data
    intent: Intent


@dataclass(frozen=True, slots=True)
class Split:
    """``ledgers`` is what the community's files hold; ``arrivals`` what the workbooks are made of, by ledger."""

    ledgers: Community
    arrivals: dict[str, list[Arrival]]


def split(community: Community) -> Split:
    """Hold back part of a community so that it can arrive in workbooks, among records already known.

    Everything about a house held back is held back with it, so that the ledgers stay without loose references.
    """
    held = {each["house_code"] for place, each in enumerate(_inhabited(community["households"])) if place % 9 == 4}
    people = {
        person["id"] for each in community["households"] if each["house_code"] in held for person in each["members"]
    }
    new: dict[str, set[str]] = {
        "households": {each["id"] for each in community["households"] if each["house_code"] in held},
        "businesses": {each["id"] for each in community["businesses"][3::5]},
        "special_groups": _new(community["special_groups"], people, 7),
        "volunteers": _new(community["volunteers"], people, 4),
    }
    homes = [each for each in community["households"] if each["house_code"] not in held]
    known_buildings = recounted(community["buildings"], homes)
    gone = set().union(*new.values()) | people
    gone |= {each["building_code"] for each in community["buildings"]}
    gone -= {each["building_code"] for each in known_buildings}
    new["visits"] = {
        each["id"]
        for each in community["visits"]
        if (each["visited_on"] >= ARRIVING_FROM and each["target_kind"] in DOORS)
        or each["target"] in gone
        or each.get("house_code") in held
    }
    gone |= new["visits"]
    kept = {
        name: [each for each in records if each.get("id") not in gone] if name in new else records
        for name, records in community.items()
    }
    kept["buildings"] = known_buildings
    kept["cases"] = without(community["cases"], gone, held)
    return Split(
        kept,
        {
            name: [Arrival(*_as_sent(name, place, each, ids)) for place, each in enumerate(community[name])]
            for name, ids in new.items()
        },
    )


def _new(records: Iterable[Data], people: set[str], step: int) -> set[str]:
    return {each["id"] for place, each in enumerate(records) if each["person"] in people or place % step == step - 1}


def _inhabited(households: Iterable[Data]) -> list[Data]:
    return [each for each in households if "members" in each]


def _as_sent(ledger: str, place: int, record: Data, new: set[str]) -> tuple[Data, Intent]:
    if record["id"] in new:
        return record, "new"
    if place % 6 == 2 and (changed := _changed(ledger, record)) is not None:
        return changed, "changed"
    return record, "known"


def _changed(ledger: str, record: Data) -> Data | None:
    """The record with one value that somebody found to be different; None where nothing of the kind changes."""
    if ledger == "households" and "phones" in record.get("members", [{}])[0]:
        head, *others = record["members"]
        return record | {"members": [head | {"phones": [_other(head["phones"][0])]}, *others]}
    if ledger == "businesses":
        return record | {"staff_count": record["staff_count"] + 1}
    if ledger == "special_groups":
        return record | {"attention": "high" if record["attention"] != "high" else "medium"}
    if ledger == "volunteers":
        return record | {"phones": [_other(record["phones"][0])]}
    return None


def _other(phone: str) -> str:
    # The numbers given out end anywhere in the range; turning two digits round stays inside it.
    turned = phone[:-2] + phone[:-3:-1]
    return turned if turned != phone else f"{phone[:-1]}{(int(phone[-1]) + 1) % 10}"
