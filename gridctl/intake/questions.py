"""What an import cannot decide by itself, as questions with their best guess; asking is the terminal's part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridctl.intake.columns.profiles import SenderProfile, fingerprint
from gridctl.intake.reading.book import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gridctl.intake.outcome import ImportPlan, SourcePlan
    from gridctl.intake.records.merging import FieldChange


@dataclass(frozen=True, slots=True)
class HeadingQuestion:
    """A column that nobody knows: its heading, the closest field's label ("" if none is close), and how many values."""

    source: SourcePlan
    heading: str
    guess: str
    count: int


def unsure_headings(plan: ImportPlan) -> Iterator[HeadingQuestion]:
    """The columns with values that no field was found for."""
    for source in plan.sources:
        for each in source.heading.unknown:
            count = sum(not is_empty(source.sheet.value(row, each.col)) for row in source.region.data)
            if count:
                yield HeadingQuestion(source, each.heading, each.suggestion, count)


def layout_of(source: SourcePlan) -> str:
    """The fingerprint of a sheet's headings."""
    return fingerprint(each.text for each in source.region.headings)


def profile_from(source: SourcePlan, answers: Mapping[str, str]) -> SenderProfile:
    """A profile of a sheet's layout, named after its file."""
    return SenderProfile(source.book.path.stem, source.ledger, layout_of(source), dict(answers))


def conflicting(plan: ImportPlan) -> list[FieldChange]:
    """The fields that had another value, each once, as it would become. What is only added to takes nothing away."""
    found: dict[tuple[str, str, str], FieldChange] = {}
    for source in plan.sources:
        for row in source.rows:
            for each in row.changes:
                added = isinstance(each.old, list) and isinstance(each.new, list) and set(each.old) <= set(each.new)
                if each.old not in (None, "", []) and not added and not each.field.endswith("note"):
                    found[each.ledger, each.record, each.field] = each
    return list(found.values())
