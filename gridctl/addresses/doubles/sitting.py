"""Somebody decides group after group: what is shown, what a key does, and each verdict saved before the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gridctl.addresses.doubles.deciding import decide
from gridctl.addresses.doubles.decisionbook import Mark
from gridctl.addresses.doubles.decisions import read_decisions
from gridctl.addresses.doubles.judged import Judged
from gridctl.findings.finding import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.addresses.doubles.decisions import Outcome
    from gridctl.addresses.doubles.derive import Doubles
    from gridctl.addresses.doubles.evidence import Case
    from gridctl.findings.finding import Finding
    from gridctl.store.workspace import Workspace

Saved = Literal["saved", "known", "why", "refused"]


class Sitting:
    """The groups of one sitting, with where it stands and what was decided in it.

    ``at`` is the group shown; ``keepers`` the record chosen to be kept, by the group's place; ``decided`` the verdicts
    of this sitting and of earlier ones. Groups keep their places while it lasts.
    """

    def __init__(self, ws: Workspace, doubles: Doubles, cases: Sequence[Case], by: str) -> None:
        self._ws, self._doubles, self._by = ws, doubles, by
        self.cases = tuple(cases)
        self.at = next((number for number, each in enumerate(cases) if not each.verdict), 0)
        self.keepers = [each.keeper.id for each in cases]
        self.decided = [each.verdict for each in cases]
        self.made = 0

    @property
    def case(self) -> Case:
        """The group shown."""
        return self.cases[self.at]

    @property
    def left(self) -> int:
        """How many groups nobody has decided."""
        return sum(not each for each in self.decided)

    def go(self, step: int) -> None:
        """Show the next group, or the one before; the ends hold."""
        self.at = min(max(self.at + step, 0), len(self.cases) - 1)

    def advance(self) -> None:
        """Show the next group that nobody has decided, from here on and then from the first; stay if there is none."""
        order = [*range(self.at + 1, len(self.cases)), *range(self.at)]
        self.at = next((number for number in order if not self.decided[number]), self.at)

    def keep(self, number: int) -> bool:
        """Choose the house to keep by its number on the screen, from 1."""
        if not 1 <= number <= len(self.case.houses):
            return False
        self.keepers[self.at] = self.case.houses[number - 1].id
        return True

    def decide(self, verdict: Outcome, why: str = "") -> tuple[Saved, Sequence[Finding]]:
        """Decide the group shown and write it to the ledger of decisions at once.

        "why": an earlier verdict is changed, and nothing is written without a reason; "known": it was so before;
        "refused": it cannot be taken, as the findings say. Raises Refused where the ledgers cannot be written.
        """
        kept = self.keepers[self.at]
        place = Place("", cell=str(self.case.number))
        # The verdict on a group stands in its first row.
        marks = [
            Mark(
                str(self.case.number), house.id, house.code, verdict if not number else "", house.id == kept, why, place
            )
            for number, house in enumerate(self.case.houses)
        ]
        made = decide(self._ws.index(), self._doubles, [marks], by=self._by, day=self._ws.today.isoformat())
        if any(each.code == "C314" for each in made.findings):
            return "why", made.findings
        if made.findings:
            return "refused", made.findings
        if made.changes:
            self._ws.apply(made.changes)
            # Houses and their keys are as they were; only what was decided is new.
            judged = Judged(read_decisions(self._ws.index()), self._doubles.houses)
            self._doubles = self._doubles._replace(judged=judged)
            self.made += 1
        self.decided[self.at] = verdict
        return "saved" if made.changes else "known", ()
