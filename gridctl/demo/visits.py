"""The visits ledger: what the grid workers did in two quarters, visit by visit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import stream, weighted, workday_between
from gridctl.demo.settings import LAST_DAY
from gridctl.demo.windows import NATIONAL_DAY, STORM
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from gridctl.demo.staffing import Staffing

Data = dict[str, Any]

QUARTERS = ((date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 7, 1), LAST_DAY))
# How many in a hundred households were visited in each quarter: the second was better.
_REACHED = (86, 94)
_ASKED = ("家庭人员有无变动", "有无困难诉求", "用电用气是否安全", "有无矛盾纠纷", "对社区工作有何建议")
_ASKED_OF_SHOPS = ("用电用气是否安全", "证照是否齐全有效")
_FINDINGS = ("家中情况正常，无异常", "人员信息与台账一致", "讲解了防诈骗知识", "查看了燃气软管和电线，情况良好")
_NEEDS = ("希望安装楼道扶手", "希望增设非机动车充电桩", "申请高龄津贴", "反映楼道灯不亮", "希望协助办理居住证")
_HAZARDS = ("楼道堆放杂物", "电动车入户充电", "燃气软管老化", "阳台花盆有坠落风险")


class Visits:
    """Makes visit records; staff of a grid visit the targets in it."""

    def __init__(self, seed: int, staffing: Staffing) -> None:
        self._rng = stream(seed, "visits")
        self._staffing = staffing
        self._number = 0

    def all(self, households: Sequence[Data], groups: Sequence[Data], businesses: Sequence[Data]) -> list[Data]:
        """Visits to homes, to people in the care pack, to businesses, and the storm's roll-call, by date."""
        inhabited = [each for each in households if "members" in each]
        found = [
            *self._homes(inhabited),
            *self._care(groups, {each["house_code"]: each for each in households}),
            *self._shops(businesses),
            *self._roll_call(inhabited),
        ]
        return sorted(found, key=lambda visit: (visit["visited_on"], visit["id"]))

    def _homes(self, households: Sequence[Data]) -> Iterator[Data]:
        for household in households:
            for (first, last), percent in zip(QUARTERS, _REACHED, strict=True):
                if _since(household) <= last and self._rng.random() * 100 < percent:
                    day = workday_between(self._rng, max(first, _since(household)), last)
                    mode = weighted(self._rng, {"home": 88, "phone": 7, "not_met": 5})
                    yield self._home(household, day, "planned", mode)

    def _home(self, household: Data, day: date, reason: str, mode: str, situation: str = "routine") -> Data:
        head = household["members"][0]
        visit = self._visit(household["grid_code"], day, "household", household["id"], head["name"], reason)
        return visit | {"house_code": household["house_code"], "mode": mode, "situation": situation} | self._talk(mode)

    def _care(self, groups: Sequence[Data], households: dict[str, Data]) -> Iterator[Data]:
        seen: set[str] = set()
        for group in groups:
            if group["person"] in seen:
                continue
            seen.add(group["person"])
            for first, last in QUARTERS:
                house = group["house_code"]
                start = max(first, date.fromisoformat(group["listed_on"]), _since(households[house]))
                if start >= last or self._rng.random() < 0.08:
                    continue
                day = workday_between(self._rng, start, last)
                visit = self._visit(group["grid_code"], day, "person", group["person"], group["name"], "must_visit")
                mode = weighted(self._rng, {"home": 9, "phone": 1})
                yield visit | {"house_code": house, "mode": mode, "situation": "routine"} | self._talk(mode)

    def _shops(self, businesses: Sequence[Data]) -> Iterator[Data]:
        for business in businesses:
            for first, last in QUARTERS:
                if self._rng.random() < 0.85:
                    day = workday_between(self._rng, first, last)
                    grid, name = business["grid_code"], business["name"]
                    visit = self._visit(grid, day, "business", business["id"], name, "planned")
                    situation = "major" if day >= NATIONAL_DAY[0] else "routine"
                    yield visit | {"mode": "home", "situation": situation, "asked": list(_ASKED_OF_SHOPS)}

    def _roll_call(self, households: Sequence[Data]) -> Iterator[Data]:
        for household in households:
            # The old brick-and-timber blocks were emptied first.
            if household["structure"] == "brick_timber" and _since(household) < STORM[0]:
                yield self._home(household, STORM[0], "campaign", "home", "emergency")

    def _visit(self, grid: str, day: date, kind: str, target: str, name: str, reason: str) -> Data:
        team = self._staffing.workers[grid]
        worker = team[0] if self._rng.random() < 0.6 else self._rng.choice(team)
        self._number += 1
        return {
            "id": new_id("W", "demo", str(self._number), target),
            "visited_on": day.isoformat(),
            "grid_code": grid,
            "staff": [worker["staff_no"]],
            "target_kind": kind,
            "target": target,
            "target_name": name,
            "reason": reason,
            "source": "home_visit",
        }

    def _talk(self, mode: str) -> Data:
        if mode == "not_met":
            return {"findings": "家中无人，已留联系卡"}
        asked = sorted(self._rng.sample(_ASKED, 3), key=_ASKED.index)
        return {
            "asked": asked,
            "findings": self._rng.choice(_FINDINGS),
            **_sometimes(self._rng, 10, "needs", _NEEDS),
            **(_sometimes(self._rng, 6, "hazards", _HAZARDS) if mode == "home" else {}),
        }


def _sometimes(rng: Random, percent: int, name: str, texts: Sequence[str]) -> Data:
    return {name: [rng.choice(texts)]} if rng.random() * 100 < percent else {}


def _since(household: Data) -> date:
    """The day the first of those who live there moved in."""
    return min(date.fromisoformat(each["moved_in"]) for each in household["members"])
