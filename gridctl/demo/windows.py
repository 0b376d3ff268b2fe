"""Declared windows of the third quarter, and the other names of places."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from gridctl.demo.settings import COMMUNITY, SUBDISTRICT
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.demo.houses import House
    from gridctl.demo.staffing import Staffing

STORM = (date(2026, 7, 18), date(2026, 7, 20))
NATIONAL_DAY = (date(2026, 9, 28), date(2026, 10, 8))


class _Declared(NamedTuple):
    """What is declared: number, name, situation and kind, first and last day, hours, by whom, and how it ended."""

    number: str
    name: str
    situation: str
    kind: str
    days: tuple[date, date]
    hours: tuple[str, str]
    declared_by: str
    stand_down_note: str


_STORM = _Declared(
    "2026-Y01", "“7·18”强降雨应急响应", "emergency", "natural_disaster", STORM, ("06:00", "20:00"),
    f"{SUBDISTRICT}应急指挥部", "转移低洼处居民，排查积水点，无人员伤亡。",
)  # fmt: skip
_HOLIDAY = _Declared(
    "2026-Z01", "2026年国庆假期", "major", "holiday", NATIONAL_DAY, ("08:00", "18:00"), f"{SUBDISTRICT}办事处",
    "假期平稳，每日零报告齐全。",
)  # fmt: skip


def windows(staffing: Staffing, matters: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A storm (emergency) over three days in some grids, and the national holiday (major) in all; both stood down."""
    catalogue = list(matters)
    return [
        _window(_STORM, storm_grids(staffing), catalogue, staffing),
        _window(_HOLIDAY, list(staffing.workers), catalogue, staffing),
    ]


def storm_grids(staffing: Staffing) -> list[str]:
    """The grids the storm struck: every other one, where the old low-lying blocks are."""
    return list(staffing.workers)[::2]


def _window(
    declared: _Declared, grids: Sequence[str], catalogue: Sequence[Mapping[str, Any]], staffing: Staffing
) -> dict[str, Any]:
    codes = [
        matter["code"]
        for matter in catalogue
        if any(duty.get("situation") == declared.situation for duty in matter.get("duties", ()))
    ]
    first, last = declared.days
    opens, closes = declared.hours
    return {
        "window_no": declared.number,
        "name": declared.name,
        "situation": declared.situation,
        "kind": declared.kind,
        "starts_at": f"{first}T{opens}:00",
        "ends_at": f"{last}T{closes}:00",
        "grids": list(grids),
        **({"matters": codes} if codes else {}),
        "roster": [
            {"date": (first + timedelta(days=day)).isoformat(), "staff": _on_duty(staffing, grids, day)}
            for day in range((last - first).days + 1)
        ],
        "declared_by": declared.declared_by,
        "stood_down_on": last.isoformat(),
        "stand_down_note": declared.stand_down_note,
    }


def _on_duty(staffing: Staffing, grids: Sequence[str], day: int) -> list[str]:
    # One of each grid's team a day, in turn.
    teams = [staffing.workers[grid] for grid in grids]
    return [team[day % len(team)]["staff_no"] for team in teams]


def address_aliases(listed: Iterable[House]) -> list[dict[str, Any]]:
    """Old and popular names of compounds and streets that occur in the houses' addresses."""
    seen: dict[str, tuple[str, str, str]] = {}
    for house in listed:
        if house.kind == "dormitory":
            seen[house.compound] = (f"老{house.compound.removesuffix('宿舍')}家属院", "popular", "居民俗称")
        elif house.kind == "tower":
            seen[house.compound] = (f"{house.compound[:2]}新城", "former", "开发商报建名")
    seen["望荷东路"] = ("东风路", "former", "2009年更名")
    return [
        {
            "id": new_id("A", "demo", alias),
            "community": COMMUNITY,
            "alias": alias,
            "name": name,
            "kind": kind,
            "alias_source": origin,
        }
        for name, (alias, kind, origin) in seen.items()
    ]
