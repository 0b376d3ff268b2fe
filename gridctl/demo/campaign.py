"""A special campaign of the third quarter: gas in rented and closely watched homes, with its questions and visits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import stream, weighted
from gridctl.demo.habits import next_workday
from gridctl.demo.journal import Door, Journal
from gridctl.demo.rhythm import CALENDAR
from gridctl.demo.settings import LAST_DAY, SUBDISTRICT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gridctl.demo.staffing import Staffing

Data = dict[str, Any]

CODE, MATTER = "ZX-2026-01", "04-01-02"
_FIRST, _LAST = date(2026, 8, 17), date(2026, 8, 28)
_KINDS, _LEVELS = ("rented", "collective"), ("key", "attention")
_QUESTIONS: dict[str, dict[str, int]] = {
    "用什么气": {"管道天然气": 60, "瓶装液化气": 25, "不用气": 15},
    "软管是否完好": {"完好": 75, "老化已当场更换": 25},
    "有无报警器": {"有": 55, "没有": 45},
}
_NOTES = ("看了灶具、软管和阀门，讲了关阀和通风", "软管接口做了皂水检查，无漏气", "留下告知单，提醒不用时关总阀")


def campaigns(matters: Iterable[Mapping[str, Any]]) -> list[Data]:
    """The register; without the campaign's matter in the catalogue there is none."""
    if MATTER not in {each["code"] for each in matters}:
        return []
    return [
        {
            "code": CODE,
            "name": "出租屋和重点户燃气安全专项排查",
            "matter_code": MATTER,
            "target": "households",
            "cohort": "occupancy in ('rented', 'collective') or visit_level in ('key', 'attention')",
            "first_day": _FIRST.isoformat(),
            "last_day": _LAST.isoformat(),
            "questions": [{"question": name, "choices": list(answers)} for name, answers in _QUESTIONS.items()],
            "declared_by": f"{SUBDISTRICT}办事处",
            "doc_no": "柳溪街办发〔2026〕18号（样例）",
            "report_to": f"{SUBDISTRICT}应急管理办公室",
        }
    ]


def campaign_visits(
    seed: int, staffing: Staffing, homes: Sequence[Data], visits: Iterable[Data], matters: Iterable[Mapping[str, Any]]
) -> list[Data]:
    """The campaign's visits, never on a day on which the home was visited anyway; a few homes are not reached."""
    if not campaigns(matters):
        return []
    seen = {(each["target"], each["visited_on"]) for each in visits}
    cohort = [each for each in homes if each.get("members") and _asked_for(each)]
    found: list[Data] = []
    for place, home in enumerate(cohort):
        journal = Journal(stream(seed, "campaign", home["id"]), staffing)
        days = [day for day in _days(place / len(cohort)) if (home["id"], day.isoformat()) not in seen]
        door = Door("household", home["id"], home["members"][0]["name"], home["grid_code"], home["house_code"])
        _call(journal, door, days)
        found += journal.visits
    return found


def known_by(community: Mapping[str, list[Data]], day: str) -> dict[str, list[Data]]:
    """The campaigns begun by a day in ISO form."""
    return {"campaigns": [each for each in community["campaigns"] if each["first_day"] <= day]}


def _asked_for(home: Data) -> bool:
    return home["occupancy"] in _KINDS or home["visit_level"] in _LEVELS


def _call(journal: Journal, door: Door, days: Sequence[date]) -> None:
    outcome = weighted(journal.rng, {"met": 75, "later": 15, "never": 10})
    if outcome != "met":
        journal.write(
            door, days[0], "家中无人，已留告知单", reason="campaign", mode="not_met", matter=MATTER, campaign=CODE
        )
        days = days[1:]
    if outcome != "never" and days:
        answers = [{"question": name, "answer": weighted(journal.rng, shares)} for name, shares in _QUESTIONS.items()]
        note = journal.pick(_NOTES)
        journal.write(door, days[0], note, reason="campaign", matter=MATTER, campaign=CODE, answers=answers)


def _days(place: float) -> Iterator[date]:
    """The working days of the campaign from a place (0 to 1) of the round on."""
    working = [
        _FIRST + timedelta(days=number)
        for number in range((_LAST - _FIRST).days + 1)
        if CALENDAR.is_workday(_FIRST + timedelta(days=number))
    ]
    yield from working[int(place * len(working)) :]
    day = next_workday(_LAST, 1)
    while day <= LAST_DAY:
        yield day
        day = next_workday(day, 1)
