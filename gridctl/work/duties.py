"""Which duties of which matters a period has: admitted, complete, and called for by a window where they need one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gridctl.findings.finding import Finding
from gridctl.findings.registry import rule
from gridctl.store.database import DatabaseError
from gridctl.work.admission import admitted, finding
from gridctl.work.condition import ConditionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from gridctl.schema.campaign import Campaign
    from gridctl.schema.matter import Duty, Matter
    from gridctl.text.periods import Period
    from gridctl.work.spells import Spell

CAMPAIGN = "campaign"


class Item(NamedTuple):
    """One duty of one matter within a period, on the days it may be assigned. ``words`` are part of its tasks' ids."""

    number: int
    matter: Matter
    situation: str
    words: str
    frequency: str
    length: int
    target: str
    cohort: int
    first: date
    last: date
    campaign: Campaign | None = None


class Duties:
    """Collects the items of a period, and what kept others out of it."""

    def __init__(self, period: Period, declared: Sequence[Spell], cohort: Callable[[str, str | None], int]) -> None:
        self._period = period
        self._declared = declared
        self._cohort = cohort
        self.items: list[Item] = []
        self.findings: list[Finding] = []

    def add_matters(self, matters: Iterable[Matter]) -> None:
        """Take in the duties of matters."""
        for matter in matters:
            days, note = admitted(matter, self._period)
            if note is not None:
                self.findings.append(note)
            if days is None:
                continue
            for number, duty in enumerate(matter.duties):
                wrong = self._duty(matter, number, duty, days.first, days.last)
                if wrong is not None:
                    self.findings.append(wrong)

    def add_campaigns(self, campaigns: Iterable[Campaign], matters: Iterable[Matter]) -> None:
        """Take in the campaigns that run in the period; T207 to T209 and T213 say why one is refused."""
        known = {each.code: each for each in matters}
        for campaign in campaigns:
            first, last = campaign.first_day, campaign.last_day
            if campaign.status == "ended":
                continue
            if first is None or last is None or not first <= last:
                self.findings.append(_about(campaign, "T213", "last_day" if first else "first_day"))
                continue
            if first > self._period.end or last < self._period.start:
                continue
            matter = known.get(campaign.matter_code)
            if matter is None:
                self.findings.append(_about(campaign, "T207", "matter_code", matter=campaign.matter_code or ""))
                continue
            days, note = admitted(matter, self._period)
            if days is None or days.first > last or days.last < first:
                reason = note.code if note is not None else "T202"
                self.findings.append(_about(campaign, "T208", "matter_code", matter=matter.code or "", reason=reason))
                continue
            self._campaign(campaign, matter, max(first, days.first), min(last, days.last))

    def _campaign(self, campaign: Campaign, matter: Matter, first: date, last: date) -> None:
        try:
            cohort = self._cohort(campaign.target or "", campaign.cohort)
        except KeyError:
            self.findings.append(_about(campaign, "T209", "target", condition="", reason=campaign.target or ""))
        except (DatabaseError, ConditionError) as error:
            reason = str(error).splitlines()[0]
            wrong = _about(campaign, "T209", "cohort", condition=campaign.cohort or "", reason=reason)
            self.findings.append(wrong)
        else:
            self._add(
                matter, "routine", campaign.name or campaign.code or "", CAMPAIGN, 0, campaign.target or "", cohort,
                first, last, campaign,
            )  # fmt: skip

    def _duty(self, matter: Matter, number: int, duty: Duty, first: date, last: date) -> Finding | None:
        missing = [name for name in ("situation", "frequency", "target") if getattr(duty, name) is None]
        lengths = {"every_days": duty.every_days, "times_a_quarter": duty.times}
        if duty.frequency in lengths and not lengths[duty.frequency]:
            missing.append("every_days" if duty.frequency == "every_days" else "times")
        if missing:
            lacking = f"duties[{number}].{missing[0]}"
            return finding("T212", matter, lacking, item=duty.item or "", missing_field=f"duties.{missing[0]}")
        situation = duty.situation or ""
        if situation != "routine" and not spells_of(self._declared, matter, situation, self._period):
            return None
        try:
            cohort = self._cohort(duty.target or "", duty.cohort)
        except (DatabaseError, ConditionError) as error:
            text = str(error).splitlines()[0]
            return finding("T211", matter, f"duties[{number}].cohort", condition=duty.cohort or "", reason=text)
        length = lengths.get(duty.frequency or "") or 0
        words = duty.item or str(number)
        self._add(matter, situation, words, duty.frequency or "", length, duty.target or "", cohort, first, last)
        return None

    def _add(
        self, matter: Matter, situation: str, words: str, frequency: str, length: int, target: str, cohort: int,
        first: date, last: date, campaign: Campaign | None = None,
    ) -> None:  # fmt: skip
        number = len(self.items)
        self.items.append(
            Item(number, matter, situation, words, frequency, length, target, cohort, first, last, campaign)
        )


def spells_of(declared: Iterable[Spell], matter: Matter, situation: str, period: Period) -> list[Spell]:
    """The declared windows of a situation that call for a matter in a period."""
    return [
        each
        for each in declared
        if each.situation == situation
        and each.enables(matter)
        and each.first <= period.end
        and (each.last is None or each.last >= period.start)
    ]


def _about(campaign: Campaign, code: str, field: str, **params: str) -> Finding:
    return Finding(
        code, rule(code).severity, ledger="campaigns", record=campaign.code or "", field=field,
        params={"campaign": campaign.name or "", **params},
    )  # fmt: skip
