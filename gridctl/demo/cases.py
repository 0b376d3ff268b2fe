"""The cases ledger: what visits brought up, what residents and departments reported, wishes and deliberations."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from gridctl.demo.case_stories import STORIES, Cast
from gridctl.demo.case_walk import Walk
from gridctl.demo.chance import stream
from gridctl.demo.habits import next_workday
from gridctl.demo.settings import DISTRICT
from gridctl.demo.windows import NATIONAL_DAY, STORM, storm_grids
from gridctl.text.ids import new_id
from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from random import Random

    from gridctl.demo.staffing import Staffing

Data = dict[str, Any]

_FIRST, _SPAN = date(2026, 7, 2), 64
"""The third quarter's first working days, and how many of its working days cases begin on."""
_SOURCES = ("resident", "hotline", "patrol", "resident", "patrol")
_OF_VISITS = ("plain", "plain", "community", "plain", "department", "plain", "late")


def cases(
    seed: int,
    staffing: Staffing,
    homes: Sequence[Data],
    volunteers: Sequence[Data],
    visits: Iterable[Data],
    matters: Iterable[Mapping[str, Any]],
) -> list[Data]:
    """The cases of two quarters, by date; visits that brought some up get their number as follow-up case.

    A matter that ``matters`` does not hold is left out of its cases.
    """
    known = {str(each["code"]) for each in matters}
    found: list[Data] = []
    for visit in visits:
        found += _of_visit(seed, staffing, volunteers, visit, known)
    for place, grid in enumerate(staffing.workers):
        lived_in = [home for home in homes if home["grid_code"] == grid and home.get("members")]
        found += _of_grid(seed, staffing, volunteers, grid, place, lived_in, known)
    return sorted(found, key=lambda each: (each["occurred_on"], each["id"]))


def _of_visit(
    seed: int, staffing: Staffing, volunteers: Sequence[Data], visit: Data, known: Collection[str]
) -> list[Data]:
    """One case for each hazard and need, as ``gridctl case open --from-visits`` makes them."""
    found: list[Data] = []
    for field, index in (("hazards", "hazard_index"), ("needs", "need_index")):
        for number, text in enumerate(visit.get(field, ()), start=1):
            key = new_id("C", "visit", visit["id"], field, str(number))
            topic = _topic(_data()["by_text"][text], known)
            case = _new(key, topic, "visit", visit["visited_on"], visit["grid_code"], visit["staff"][0])
            case |= {"title": text, "house_code": visit.get("house_code", ""), "visit": visit["id"], index: number}
            case["situation"] = visit["situation"]
            rng = stream(seed, "case", key)
            walk = Walk(rng, case, date.fromisoformat(visit["visited_on"]))
            walk.now = datetime.combine(walk.now.date(), time(17, 0))
            walk.write("collect", case["owner"])
            STORIES[rng.choice(_OF_VISITS)](walk, topic, _cast(rng, staffing, volunteers, case))
            found.append(_filled(case))
    if found:
        visit["follow_up_case"] = found[0]["id"]
    return found


def _of_grid(
    seed: int,
    staffing: Staffing,
    volunteers: Sequence[Data],
    grid: str,
    place: int,
    homes: Sequence[Data],
    known: Collection[str],
) -> list[Data]:
    """What else came up in a grid over the third quarter."""
    listed = _data()["of_a_grid"]
    found: list[Data] = []
    for number, (names, story) in enumerate(listed):
        choice = names.split("/")
        topic = _topic(choice[place % len(choice)], known)
        day = next_workday(_FIRST, number * _SPAN // len(listed))
        situation = "routine"
        if story == "emergency":
            if grid not in storm_grids(staffing):
                continue
            day, situation = STORM[0], "emergency"
        elif story == "holiday":
            day, situation = NATIONAL_DAY[0], "major"
        key = new_id("C", "demo", grid, str(number))
        rng = stream(seed, "case", key)
        worker = str(staffing.worker(grid)["staff_no"])
        owner, source = (f"{DISTRICT}公安分局", "department") if story == "downward" else (worker, _SOURCES[number % 5])
        case = _new(key, topic, source, day.isoformat(), grid, owner)
        if story == "downward":
            case |= {"owner": "", "owner_org": owner}
        case |= {"situation": situation, "place": topic.get("place", "")}
        # The same two quarrel more than once.
        _located(stream(seed, "quarrel", grid) if case["dispute_kind"] else rng, case, homes)
        walk = Walk(rng, case, day)
        if situation == "emergency":
            walk.now = datetime.combine(day, time(21, 10 + number))
        if story == "merged":
            case["into"] = found[-1]["id"]
        walk.write("collect", owner, note=topic["title"] if source == "hotline" else "")
        STORIES[story](walk, topic, _cast(rng, staffing, volunteers, case))
        found.append(_filled(case))
    return found


def _new(key: str, topic: Mapping[str, Any], source: str, day: str, grid: str, owner: str) -> Data:
    return {
        "id": key,
        "case_no": f"{day.replace('-', '')}-{key[-5:]}",
        "kind": topic.get("kind", "problem"),
        "matter_code": "",
        "title": topic["title"],
        "source": source,
        "occurred_on": day,
        "place": "",
        "grid_code": grid,
        "house_code": "",
        "level": "",
        "situation": "routine",
        "dispute_kind": topic.get("dispute_kind", ""),
        "wish_kind": topic.get("wish_kind", ""),
        "parties": [],
        "owner_org": "",
        "owner": owner,
    }


def _located(rng: Random, case: Data, homes: Sequence[Data]) -> None:
    """Disputes are between residents of two houses, wishes somebody's at home; the rest has a place or none."""
    if not homes or not (case["dispute_kind"] or case["kind"] == "wish"):
        return
    pair = rng.sample(list(homes), min(2, len(homes)))
    if case["dispute_kind"]:
        people = [home["members"][0] for home in pair]
        case["parties"] = [
            {"person": each["id"], "name": each["name"], "id_type": "resident_id", "id_no": each["id_no"]}
            for each in people
            if each.get("id_no")
        ]
        case["people_count"] = len(people)
        case["scale"] = "individual"
    else:
        case["house_code"] = pair[0]["house_code"]


def _cast(rng: Random, staffing: Staffing, volunteers: Sequence[Data], case: Data) -> Cast:
    team = [str(each["staff_no"]) for each in staffing.workers[case["grid_code"]]]
    leader = next(str(each["chief_staff"]) for each in staffing.grids if each["grid_code"] == case["grid_code"])
    worker = case["owner"] if case["owner"] in team else team[0]
    colleague = team[(team.index(worker) + 1) % len(team)]
    helpers = [each["id"] for each in volunteers if each["grid_code"] == case["grid_code"]]
    return Cast(worker, colleague, leader, rng.choice(helpers) if helpers else colleague, _data()["meeting"])


def _topic(name: str, known: Collection[str]) -> Data:
    topic: Data = dict(_data()["topics"][name])
    if topic["matter"] not in known:
        del topic["matter"]
    return topic


def _filled(case: Data) -> Data:
    """Without empty fields, and with the log behind what the case is about."""
    steps = case.pop("steps")
    extensions = case.pop("extensions", [])
    deliberation = case.pop("deliberation", [])
    late = {name: case.pop(name, "") for name in ("resolve_method", "success", "satisfaction", "merged_into", "note")}
    whole = case | {"steps": steps, "extensions": extensions, "deliberation": deliberation} | late
    return {name: value for name, value in whole.items() if value not in ("", [], None)}


@cache
def _data() -> Data:
    return packaged("gridctl.demo", "case_topics.yaml")
