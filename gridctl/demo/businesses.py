"""The businesses ledger: the shops, services and one kindergarten that any grid has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import day_between, weighted, workday_between
from gridctl.demo.settings import FIRST_DAY, LAST_DAY
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from gridctl.demo.identities import Identities
    from gridctl.demo.names import Names
    from gridctl.demo.staffing import Staffing


@dataclass(frozen=True, slots=True)
class _Trade:
    """A kind of business: its name after the given word, its classes, its licences and how many work there."""

    name: str
    place_kind: str
    industry: str
    licences: tuple[str, ...]
    most_staff: int
    # The registry's first two characters: 91 company, 92 sole trader, 52 civil body.
    registry: str = "92"


_TRADES = (
    _Trade("面馆", "restaurant", "accommodation", ("food",), 5),
    _Trade("便利店", "shop", "trade", ("food", "tobacco"), 3),
    _Trade("大药房", "pharmacy", "trade", ("drug",), 6, "91"),
    _Trade("理发店", "beauty", "resident_services", ("sanitation",), 4),
    _Trade("火锅店", "restaurant", "accommodation", ("food", "fire_inspection"), 14),
    _Trade("快递驿站", "courier", "transport", ("courier",), 3),
    _Trade("幼儿园", "kindergarten", "education", ("education", "food"), 22, "52"),
    _Trade("早餐店", "restaurant", "accommodation", ("food",), 3),
    _Trade("五金维修部", "repair", "resident_services", (), 2),
    _Trade("诊所", "clinic", "health", ("medical",), 5),
    _Trade("水果店", "shop", "trade", ("food",), 2),
    _Trade("废品收购站", "recycling", "trade", ("special_trade",), 3),
    _Trade("宾馆", "hotel", "accommodation", ("special_trade", "sanitation", "fire_inspection"), 12, "91"),
    _Trade("房产中介", "agency", "real_estate", (), 6, "91"),
)
_WORDS = "禾荷溪柳青润和顺福源丰兴"
_STREETS = ("清荷路", "采莲街", "望荷东路", "青石街")


class Businesses:
    """Makes business records."""

    def __init__(self, names: Names, identities: Identities, staffing: Staffing) -> None:
        self._names, self._identities, self._staffing = names, identities, staffing
        self._rng = names.rng
        self._taken: set[str] = set()
        self._door = 0

    def of_grid(self, grid: str, count: int) -> list[dict[str, Any]]:
        """So many businesses of one grid, the commonest trades first."""
        return [self._record(grid, _TRADES[place % len(_TRADES)]) for place in range(count)]

    def _record(self, grid: str, trade: _Trade) -> dict[str, Any]:
        rng = self._rng
        born = day_between(rng, date(1964, 1, 1), date(1996, 12, 31))
        sex = rng.choice(("male", "female"))
        boss, phone = self._names.full(sex, born.year), self._identities.phone()
        staff = rng.randint(max(1, trade.most_staff // 2), trade.most_staff)
        member = rng.random() < 0.2
        uscc = self._identities.uscc(trade.registry)
        self._door += 1
        street, number = _STREETS[self._door % len(_STREETS)], 1 + self._door // len(_STREETS) * 2
        opened = day_between(rng, date(2012, 1, 1), date(2026, 2, 28))
        return {
            "id": new_id("B", "demo", uscc),
            "uscc": uscc,
            "name": self._name(trade),
            "category": {"91": "domestic", "92": "sole_trader"}.get(trade.registry, "other"),
            "place_kind": trade.place_kind,
            "industry": trade.industry,
            "address": f"{street}{number}号附{1 + self._door % 3}号",
            "grid_code": grid,
            "phones": [phone],
            "staff_count": staff,
            "legal_rep_name": boss,
            "legal_rep_id_type": "resident_id",
            "legal_rep_id_no": self._identities.citizen_id(born, sex),
            "legal_rep_phones": [phone],
            "manager": boss,
            "safety_contact": boss,
            "safety_phones": [phone],
            "hazmat": False,
            "hazards": [weighted(rng, {"none": 8, "fire": 2})],
            "attention": "medium" if trade.place_kind in ("kindergarten", "restaurant", "hotel") else "low",
            "has_party_org": False,
            **({"party_members": 1} if member else {}),
            "women_count": rng.randint(0, staff),
            **self._licences(trade, uscc),
            "opened_on": opened.isoformat(),
            "source": "home_visit",
            "collected_by": self._staffing.worker(grid)["name"],
            "collected_on": workday_between(rng, FIRST_DAY, date(2026, 6, 24)).isoformat(),
            "verified_on": workday_between(rng, date(2026, 7, 1), LAST_DAY).isoformat(),
        }

    def _name(self, trade: _Trade) -> str:
        while True:
            word = "".join(self._rng.sample(_WORDS, 2))
            owner = self._names.surname() if trade.registry == "92" and self._rng.random() < 0.4 else ""
            name = f"{owner}{'记' if owner else ''}{word}{trade.name}"
            if trade.registry == "91":
                name = f"云州市{name}有限公司"
            if name not in self._taken:
                self._taken.add(name)
                return name

    def _licences(self, trade: _Trade, uscc: str) -> dict[str, Any]:
        if not trade.licences:
            return {}
        return {
            "licences": [
                {
                    "kind": kind,
                    "number": f"JY{place + 1}{uscc[10:17]}",
                    "expiry": day_between(self._rng, date(2027, 6, 1), date(2030, 12, 31)).isoformat(),
                }
                for place, kind in enumerate(trade.licences)
            ]
        }
