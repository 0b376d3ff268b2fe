"""Explain: how one figure of one unit was worked out, down to the keys of the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.assess.counting import Counting, records
from gridctl.assess.judging import Judge
from gridctl.assess.units import COMMUNITY, UNIT_WORDS, Units
from gridctl.store.faults import NotFound, UsageFault

if TYPE_CHECKING:
    from gridctl.assess.bulletin import Bulletin, UnitScore
    from gridctl.assess.indicator import Indicator
    from gridctl.assess.scoring import Result
    from gridctl.assess.serving import Stint
    from gridctl.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Explanation:
    """One indicator of one unit in a bulletin.

    ``stints`` are the grids that a member of the staff served, ``length`` the days of the period. ``applying`` is the
    sum of the scheme's weights that applied to the unit, of which the indicator's weight is a share.
    """

    bulletin: Bulletin
    unit: UnitScore
    indicator: Indicator
    records: tuple[Counting, ...]
    stints: tuple[Stint, ...]
    length: int
    applying: float

    @property
    def result(self) -> Result:
        """The indicator's result."""
        return self.unit.results[self.indicator.code]

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        code, each, basis = self.indicator.code, self.result, self.bulletin.basis
        return {
            "indicator": code,
            "period": self.bulletin.period.label,
            "until": str(self.bulletin.until),
            "data_revision": self.bulletin.data_revision,
            "by": self.bulletin.by,
            "unit": self.unit.unit.code or None,
            "served": [
                {"grid": s.grid_code, "from": str(s.first), "to": str(s.last), "covering": s.covering or None}
                for s in self.stints
            ],
            "days": self.length,
            "numerator": each.numerator,
            "denominator": each.denominator,
            "value": each.value,
            "direction": self.indicator.direction,
            "target": basis.target(code),
            "share": each.share,
            "planned_weight": basis.weight(code),
            "applying_weights": self.applying,
            "weight": each.weight,
            "score": each.score,
            "small": each.small,
            "reason": each.reason._asdict() if each.reason else None,
            "records": [
                {
                    "record": one.record, "unit": one.unit, "on": str(one.on) if one.on else None,
                    "asked": one.asked, "met": one.met, "days": one.days,
                }
                for one in self.records
            ],
        }  # fmt: skip


def explain(ws: Workspace, bulletin: Bulletin, code: str, unit: str) -> Explanation:
    """One indicator of one unit of a bulletin, which was measured from this workspace.

    Raises ``UsageFault`` for an indicator that does not exist and ``NotFound`` for a unit that was not scored.
    """
    indicator = bulletin.basis.indicators.get(code.upper())
    if indicator is None:
        zh, en = (mark.join(bulletin.basis.indicators) for mark in ("、", ", "))
        raise UsageFault(f"没有指标 {code}。有：{zh}", f"There is no indicator {code}. There are: {en}")
    found = scored_unit(bulletin, unit)
    index, start, until = ws.index(), bulletin.period.start, bulletin.until
    units = Units.load(index, bulletin.basis.scheme, bulletin.by, start, until)
    counted = found.results[indicator.code].denominator > 0
    return Explanation(
        bulletin,
        found,
        indicator,
        tuple(records(Judge(index, {indicator.code: indicator}), indicator.code, units, unit, start, until))
        if counted
        else (),
        tuple(each for each in units.stints if bulletin.by == "staff" and each.staff_no == unit),
        units.length,
        sum(bulletin.basis.weight(one) for one, each in found.results.items() if each.share is not None),
    )


def scored_unit(bulletin: Bulletin, unit: str) -> UnitScore:
    """A bulletin's unit by its code, the community for ``COMMUNITY``; raises ``NotFound``."""
    if unit == COMMUNITY:
        return bulletin.community
    for each in bulletin.units:
        if each.unit.code == unit:
            return each
    kind = UNIT_WORDS[bulletin.by]
    raise NotFound(
        f"{bulletin.period.label} 的考评里没有{kind.zh} {unit}。",
        f"No {kind.en} {unit} was scored in {bulletin.period.label}.",
    )
