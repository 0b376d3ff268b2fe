"""The grid tree and the people who serve it: chiefs, full-time workers, second-grid and cell workers, backups."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import day_between
from gridctl.demo.settings import COMMUNITY, DIVISION
from gridctl.demo.sites import STREETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.demo.houses import House
    from gridctl.demo.identities import Identities
    from gridctl.demo.names import Names

_OPENED = date(2023, 3, 1)
_NUMERALS = "一二三四五六七八九十"
_COURSES = ("网格员岗前培训", "入户走访与信息采集", "消防安全与隐患排查", "个人信息保护", "矛盾纠纷调解")
_KIT = ("工作证", "工作服", "手持终端", "手电筒", "雨具", "急救包")


def numeral(number: int) -> str:
    """A number below 100 in Chinese numerals, as grids are named by."""
    tens, ones = divmod(number, 10)
    front = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return front + (_NUMERALS[ones - 1] if ones else "")


class Staffing:
    """Fills the registers ``grids`` and ``staff`` for a list of houses."""

    def __init__(self, listed: Sequence[House], names: Names, identities: Identities) -> None:
        self._names, self._identities = names, identities
        self._rng = names.rng
        self.grids: list[dict[str, Any]] = []
        self.staff: list[dict[str, Any]] = []
        self.workers: dict[str, list[dict[str, Any]]] = {}
        by_grid: dict[str, list[House]] = {}
        for house in listed:
            by_grid.setdefault(house.grid_code, []).append(house)
        for place, (code, houses) in enumerate(by_grid.items(), start=1):
            self._fill(place, code, houses)
        for role in ("grid_leader_in_chief", "adviser", "supervisor"):
            self._hire(role, list(by_grid), None)

    def worker(self, grid: str) -> dict[str, Any]:
        """The full-time worker of a first grid."""
        return self.workers[grid][0]

    def _fill(self, place: int, code: str, houses: Sequence[House]) -> None:
        name = f"第{numeral(place)}网格"
        chief = self._hire("grid_leader", [code], None)
        team = [self._hire("full_time", [code], None)]
        self.workers[code] = team
        cells: dict[str, dict[str, int]] = {}
        for house in houses:
            counts = cells.setdefault(house.second_grid, {})
            counts[house.cell_code] = counts.get(house.cell_code, 0) + 1
        seconds: list[dict[str, Any]] = []
        for number, (second, counts) in enumerate(cells.items(), start=1):
            worker = self._hire("second_grid_worker", [second], None)
            team.append(worker)
            title = f"{name}{number}区"
            seconds.append(self._grid(second, title, "second_grid", code, worker, [worker], sum(counts.values())))
            for cell, count in counts.items():
                helper = self._hire("cell_worker", [cell], worker)
                title_of_cell = f"{title}{int(cell[-3:])}号方格"
                seconds.append(self._grid(cell, title_of_cell, "cell", second, helper, [helper], count))
        for worker, backup in zip(team, team[1:] + team[:1], strict=True):
            worker["backup_staff"] = backup["staff_no"]
        chief["backup_staff"] = team[0]["staff_no"]
        first = self._grid(code, name, "grid", "", chief, team, len(houses))
        west, east = STREETS[place % len(STREETS)], STREETS[(place + 3) % len(STREETS)]
        first["boundary_note"] = f"东至{east}，西至{west}，南至清荷路，北至柳溪河"
        first["area_m2"] = 40_000 + len(houses) * 180
        self.grids += [first, *seconds]

    def _grid(
        self,
        code: str,
        name: str,
        level: str,
        parent: str,
        chief: dict[str, Any],
        team: Sequence[dict[str, Any]],
        households: int,
    ) -> dict[str, Any]:
        return {
            "grid_code": code,
            "name": name,
            "kind": "cell" if level == "cell" else "basic",
            "level": level,
            **({"parent": parent} if parent else {}),
            "division_code": DIVISION,
            "urban_rural": "main_urban",
            "target_households": households,
            "chief_staff": chief["staff_no"],
            "members": [each["staff_no"] for each in team],
            "valid_from": _OPENED.isoformat(),
        }

    def _hire(self, role: str, grids: list[str], backup: dict[str, Any] | None) -> dict[str, Any]:
        sex = self._rng.choice(("male", "female"))
        born = day_between(self._rng, date(1966, 1, 1), date(1999, 12, 31))
        senior = role in ("grid_leader_in_chief", "grid_leader")
        joined = day_between(self._rng, _OPENED, date(2025, 6, 30))
        person: dict[str, Any] = {
            "staff_no": f"QH{len(self.staff) + 1:03}",
            "name": self._names.full(sex, born.year),
            "id_no": self._identities.citizen_id(born, sex),
            "sex": sex,
            "birth_date": born.isoformat(),
            "ethnicity": "han",
            "political": "cpc_member" if senior or self._rng.random() < 0.3 else "masses",
            "education": "junior_college" if senior or self._rng.random() < 0.6 else "senior_high",
            "phones": [self._identities.phone()],
            "role": role,
            "grids": grids,
            "joined": joined.isoformat(),
            **({"backup_staff": backup["staff_no"]} if backup else {}),
        }
        if role in ("full_time", "second_grid_worker"):
            days = (day_between(self._rng, date(2026, 1, 5), date(2026, 6, 26)) for _ in range(2))
            topics = self._rng.sample(_COURSES, 2)
            person["training"] = [
                {"date": day.isoformat(), "topic": topic, "passed": True}
                for day, topic in zip(sorted(days), topics, strict=True)
            ]
            person["equipment"] = list(_KIT)
        person["note"] = f"{COMMUNITY}居民" if role == "cell_worker" else ""
        self.staff.append({name: value for name, value in person.items() if value != ""})
        return self.staff[-1]
