"""Which rules are wanted, and how much each matters in this community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridctl.findings.finding import Severity
from gridctl.findings.registry import rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice of rules by code or beginning of a code, with the community's own levels.

    ``levels`` maps codes, or beginnings of codes, to ``error``, ``warning``, ``info`` or ``off``; the longest holds.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    levels: Mapping[str, str] | None = None

    def severity(self, code: str) -> Severity | None:
        """The rule's severity; None where it is not wanted or turned off."""
        if not self.wants(code):
            return None
        level = self._level(code)
        if level == "off":
            return None
        return Severity(level) if level else rule(code).severity

    def wants(self, code: str) -> bool:
        """Whether the rule is among those selected and not ignored."""
        if self.select and not _begins(code, self.select):
            return False
        return not _begins(code, self.ignore)

    def _level(self, code: str) -> str:
        levels = self.levels or {}
        fitting = [each for each in levels if code.startswith(each.upper())]
        return levels[max(fitting, key=len)] if fitting else ""


def _begins(code: str, beginnings: Sequence[str]) -> bool:
    return any(code.startswith(each.strip().upper()) for each in beginnings if each.strip())
