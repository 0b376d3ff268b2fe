"""The households ledger: every house with its state, its owner and who lives there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import day_between, weighted, workday_between
from gridctl.demo.families import OWNERS, TENANTS, draw_shape, family
from gridctl.demo.people import age_of
from gridctl.demo.settings import FIRST_DAY, HOME, LAST_DAY
from gridctl.demo.sites import BLOCKS
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from gridctl.demo.houses import House
    from gridctl.demo.identities import Identities
    from gridctl.demo.people import People
    from gridctl.demo.staffing import Staffing

_LAYOUTS = {
    "walk_up": ("两室一厅", 78),
    "tower": ("三室两厅", 104),
    "dormitory": ("一室一厅", 46),
    "village": ("独院", 160),
}
_OCCUPANCIES = {"owner_occupied": 80, "rented": 14, "vacant": 6}


class Households:
    """Makes household records; all chance comes from the people's source."""

    def __init__(self, people: People, identities: Identities, staffing: Staffing) -> None:
        self._people, self._identities, self._staffing = people, identities, staffing
        self._rng = people.rng

    def record(self, house: House, number: int) -> dict[str, Any]:
        """One house; ``number`` counts houses and gives its household number."""
        occupancy = weighted(self._rng, _OCCUPANCIES)
        members = self._members(house, occupancy)
        layout, area = _LAYOUTS[house.kind]
        worker = self._staffing.worker(house.grid_code)
        collected = workday_between(self._rng, FIRST_DAY, date(2026, 6, 24))
        verified = workday_between(self._rng, date(2026, 7, 1), LAST_DAY)
        return {
            "id": new_id("H", "demo", house.house_code),
            "house_code": house.house_code,
            "grid_code": house.grid_code,
            "cell_code": house.cell_code,
            "building_code": house.building_code,
            "address": house.address,
            "occupancy": occupancy,
            "household_no": f"{510_000_000 + number * 7:09}",
            "use": "residential",
            "structure": BLOCKS[house.kind].structure,
            "layout": layout,
            "area_m2": area + self._rng.randrange(-6, 13) + 0.5,
            **self._home_phone(members),
            "visit_level": _visit_level(members),
            **self._ownership(house, occupancy, members),
            **self._aliases(house),
            **({"members": members} if members else {}),
            "source": "home_visit",
            "collected_by": worker["name"],
            "collected_on": collected.isoformat(),
            "verified_on": verified.isoformat(),
        }

    def _members(self, house: House, occupancy: str) -> list[dict[str, Any]]:
        if occupancy == "vacant":
            return []
        rented = occupancy == "rented"
        members = family(self._people, draw_shape(self._people, TENANTS if rented else OWNERS))
        late = rented and self._rng.random() < 0.3
        came = (
            day_between(self._rng, date(2026, 7, 2), date(2026, 9, 20))
            if late
            else day_between(self._rng, date(2015 if not rented else 2024, 1, 1), date(2026, 3, 20))
        )
        for member in members:
            born = date.fromisoformat(member["birth_date"])
            member["moved_in"] = max(came, born).isoformat()
            member["residence_kind"] = "tenant" if rented else "owner"
            if member["kind"] == "migrant":
                self._papers(member, house)
            else:
                self._registration(member, house, rented)
        return members

    def _registration(self, member: dict[str, Any], house: House, rented: bool) -> None:
        elsewhere = rented or self._rng.random() < 0.06
        member["registration_match"] = "mismatch" if elsewhere else "match"
        member["registered_address"] = f"{HOME}石桥街道桥南社区" if elsewhere else f"{HOME}{house.address}"
        if 18 <= age_of(member) <= 50 and not rented and self._rng.random() < 0.04 and member["relation"] == "son":
            since = day_between(self._rng, date(2025, 2, 10), date(2026, 3, 10))
            member |= {"away": True, "away_reason": "work", "away_since": since.isoformat(), "away_to": "广东省"}

    def _papers(self, member: dict[str, Any], house: House) -> None:
        origin = member["registered_division"]
        member["registered_address"] = f"{origin}桥头镇{self._rng.randint(1, 9)}组"
        member["dwelling_kind"] = "rented"
        if age_of(member) < 16:
            member["inflow_reason"] = "with_family"
            return
        member["inflow_reason"] = weighted(self._rng, {"work": 7, "trade": 2, "with_relatives": 1})
        if self._rng.random() < 0.8:
            member["permit_type"] = "residence_permit"
            member["permit_no"] = f"JZ{house.grid_code[-3:]}{self._rng.randrange(10**8):08}"
            expiry = day_between(self._rng, date(2027, 2, 1), date(2028, 1, 31))
            member["permit_expiry"] = expiry.isoformat()

    def _home_phone(self, members: list[dict[str, Any]]) -> dict[str, Any]:
        known = next((each["phones"] for each in members if "phones" in each), None)
        return {"household_phones": known[:1]} if known else {}

    def _ownership(self, house: House, occupancy: str, members: list[dict[str, Any]]) -> dict[str, Any]:
        if occupancy == "owner_occupied":
            head = members[0]
            return {"owner_name": head["name"], "owner_id_type": "resident_id", "owner_id_no": head["id_no"]}
        born = day_between(self._rng, date(1958, 1, 1), date(1992, 12, 31))
        sex = self._rng.choice(("male", "female"))
        owner = {
            "owner_name": self._people.names.full(sex, born.year),
            "owner_id_type": "resident_id",
            "owner_id_no": self._identities.citizen_id(born, sex),
            "owner_phones": [self._identities.phone()],
            "owner_address": f"{HOME}石桥街道桥南社区",
        }
        if occupancy != "rented":
            return owner
        since = date.fromisoformat(members[0]["moved_in"]) - timedelta(days=self._rng.randrange(7))
        risky = house.kind == "dormitory" and self._rng.random() < 0.4
        return owner | {
            "rent_use": "housing",
            "rented_since": since.isoformat(),
            "hazards": ["fire"] if risky else ["none"],
            "rent_grade": "watched" if risky else weighted(self._rng, {"trusted": 6, "ordinary": 4}),
            "fire_exit": not risky,
            "safety_exit": True,
        }

    def _aliases(self, house: House) -> dict[str, Any]:
        if house.kind == "village" or self._rng.random() > 0.06:
            return {}
        deed = house.address.replace("栋", "幢").replace("室", "号")
        return {"aliases": [{"text": deed, "kind": "certificate", "source": "不动产权证"}], "cert_address": deed}


def _visit_level(members: list[dict[str, Any]]) -> str:
    ages = [age_of(each) for each in members]
    if ages and min(ages) >= 75:
        return "key"
    return "attention" if any(age >= 80 for age in ages) else "ordinary"
