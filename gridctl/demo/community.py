"""The whole invented community as data: every ledger and register, from one seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.demo.assessment import assessment
from gridctl.demo.businesses import Businesses
from gridctl.demo.campaign import campaigns
from gridctl.demo.care import special_groups
from gridctl.demo.cases import cases
from gridctl.demo.chance import stream
from gridctl.demo.decisions import decisions
from gridctl.demo.doubles import doubles as listed_twice
from gridctl.demo.households import Households
from gridctl.demo.houses import buildings, houses
from gridctl.demo.identities import Identities
from gridctl.demo.leave import absences, excuses
from gridctl.demo.names import Names
from gridctl.demo.people import People, age_of
from gridctl.demo.staffing import Staffing
from gridctl.demo.visits import visits
from gridctl.demo.volunteers import volunteers
from gridctl.demo.windows import address_aliases, windows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Community = dict[str, list[dict[str, Any]]]
"""Records by ledger, as data: English names, code keys, JSON-able values."""

OVERDUE = "2026-08-31"


def community(
    seed: int,
    *,
    households: int = 60,
    grids: int = 2,
    doubles: int = 0,
    overdue_reviews: int = 0,
    matters: Sequence[Mapping[str, Any]] = (),
) -> Community:
    """An invented community without faults, but for ``doubles`` houses listed twice and ``overdue_reviews``.

    ``households`` counts dwellings, vacant ones too, spread evenly over ``grids`` first grids; about three people
    live in each. ``matters`` is taken over as it is, and its major and emergency matters enter the windows.
    """
    identities = Identities(stream(seed, "identities"))
    listed = houses(seed, households, grids)
    staffing = Staffing(listed, Names(stream(seed, "staff")), identities)
    rng = stream(seed, "people")
    maker = Households(People(rng, Names(rng), identities), identities, staffing)
    homes = [maker.record(house, number) for number, house in enumerate(listed)]
    shops = Businesses(Names(stream(seed, "businesses")), identities, staffing)
    businesses = [each for grid in staffing.workers for each in shops.of_grid(grid, max(7, households // grids // 8))]
    groups = special_groups(seed, homes, staffing)
    for group in groups[:overdue_reviews]:
        group["review_on"] = OVERDUE
    register = buildings(listed, _residents(homes), _building_heads(homes))
    helpers = volunteers(seed, homes, staffing)
    visited = visits(seed, staffing, homes, groups, businesses, register, matters)
    return {
        "households": homes + listed_twice(homes, doubles),
        "businesses": businesses,
        "special_groups": groups,
        "volunteers": helpers,
        "visits": visited,
        "cases": cases(seed, staffing, homes, helpers, visited, matters),
        "grids": staffing.grids,
        "buildings": register,
        "staff": staffing.staff,
        "matters": [dict(matter) for matter in matters],
        "windows": windows(staffing, matters),
        "campaigns": campaigns(matters),
        "absences": absences(staffing),
        "excuses": excuses(staffing, groups, visited),
        "addresses": address_aliases(listed),
        "decisions": decisions(homes, staffing),
        **assessment(seed, staffing, homes),
    }


def _residents(homes: Sequence[dict[str, Any]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for home in homes:
        code = home["building_code"]
        counts[code] = counts.get(code, 0) + len(home.get("members", ()))
    return counts


def _building_heads(homes: Sequence[dict[str, Any]]) -> dict[str, tuple[str, list[str]]]:
    """The first resident between 45 and 70 with a telephone is the building's head."""
    heads: dict[str, tuple[str, list[str]]] = {}
    for home in homes:
        for person in home.get("members", ()):
            if "phones" in person and 45 <= age_of(person) <= 70:
                heads.setdefault(home["building_code"], (person["name"], person["phones"][:1]))
    return heads
