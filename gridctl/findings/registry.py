"""The rules: one YAML file each, holding severity, texts in both languages, an example and, for queries, the SQL.

A rule's file lies in the ``catalogue`` folder of the package that finds it. Adding a query rule is adding a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gridctl.findings.finding import Severity
from gridctl.text.packaged import packaged, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Folders of data, not imports: a catalogue is read only when a finding is shown or rules are listed.
_PACKAGES = ("findings", "rules", "addresses", "intake", "work", "assess")


class Texts(NamedTuple):
    """A rule in one language. ``message`` has ``{param}`` places; ``remedy`` says what to do."""

    title: str
    message: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``ledger`` is what it is about ("" for any); ``sql`` finds it in the index, where it is a query."""

    code: str
    severity: Severity
    ledger: str
    zh: Texts
    en: Texts
    sql: str = ""
    example: Mapping[str, Any] = field(default_factory=dict)

    def texts(self, language: str) -> Texts:
        """The texts in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


@cache
def rule(code: str) -> Rule:
    """The rule with this code; raises ``KeyError``."""
    for package in _PACKAGES:
        if _catalogue(package).joinpath(f"{code}.yaml").is_file():
            return _read(package, code)
    raise KeyError(code)


@cache
def rules(only: str = "") -> tuple[Rule, ...]:
    """All rules, or those of one package, by code."""
    found = []
    for package in (only,) if only else _PACKAGES:
        folder = _catalogue(package)
        if folder.is_dir():
            found += [_read(package, path.stem) for path in folder.glob("*.yaml")]
    return tuple(sorted(found, key=lambda each: each.code))


def _catalogue(package: str) -> Path:
    return shipped(f"gridctl.{package}", "catalogue")


# Kept: a rule that was listed is asked for again by its code.
@cache
def _read(package: str, code: str) -> Rule:
    data = packaged("gridctl", f"{package}/catalogue/{code}.yaml")
    return Rule(
        code=code,
        severity=Severity(data["severity"]),
        ledger=data.get("ledger") or "",
        zh=Texts(**data["zh"]),
        en=Texts(**data["en"]),
        sql=data.get("sql") or "",
        example=data.get("example") or {},
    )
