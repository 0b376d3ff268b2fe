"""The quarters that a year is made of: as published, corrections included, else reckoned from the ledgers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.assess.publishing import check_files
from gridctl.assess.units import Unit
from gridctl.findings.table import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.assess.bulletin import Bulletin
    from gridctl.assess.publishing import Published
    from gridctl.findings.finding import Finding


@dataclass(frozen=True, slots=True)
class QuarterScore:
    """What a quarter's bulletin gave one unit; ``graded`` is false for who was too briefly in post."""

    unit: Unit
    score: float | None
    graded: bool


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter's scores by unit.

    ``number`` names the published bulletin they are taken from and ``correction`` the last of its corrections, 0 where
    there are none; of a quarter that was not published, and is reckoned now, ``number`` is empty.
    """

    label: str
    scores: Mapping[str, QuarterScore]
    number: str = ""
    correction: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def source(self) -> Words:
        """Where its figures come from."""
        if not self.number:
            return Words(
                f"{self.label}（未发布，按台账计算）", f"{self.label} (not published: reckoned from the ledgers)"
            )
        if self.correction:
            return Words(
                f"{self.number}（更正第 {self.correction} 号）", f"{self.number} (correction {self.correction})"
            )
        return Words(self.number, self.number)

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {"period": self.label, "bulletin": self.number or None, "correction": self.correction}


def reckoned(bulletin: Bulletin) -> Quarter:
    """A quarter that was not published."""
    scores = {each.unit.code: QuarterScore(each.unit, each.score, each.grade is not None) for each in bulletin.units}
    # Scored by the ledgers of now, for want of a revision.
    return Quarter(
        bulletin.period.label, scores, findings=tuple(each for each in bulletin.findings if each.code == "A114")
    )


def as_published(published: Published) -> Quarter:
    """A published quarter by the edition that holds, with what in its files is not as it was frozen (A201 to A203)."""
    last = published.last
    scores = {
        each["code"]: QuarterScore(
            Unit(each["code"], each["name"], tuple(each.get("about", ())), each.get("days")),
            each["score"],
            each["grade"] is not None,
        )
        for each in last.figures["units"]
    }
    return Quarter(last.manifest.period, scores, published.number, last.manifest.correction, tuple(check_files(last)))


def sources(quarters: Sequence[Quarter]) -> Words:
    """Where the figures of all come from, in one line."""
    return Words(
        "、".join(each.source.zh for each in quarters) or "无", ", ".join(each.source.en for each in quarters) or "none"
    )
