"""The form of a re-check as it comes back: its number, its headings, and what may stand in its cells."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from gridctl.findings.table import Words
from gridctl.text.dates import parse_date
from gridctl.text.normalize import label_key, squash
from gridctl.text.pattern import pattern
from gridctl.work.supervise_sample import Kind, Sample, choices, form

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADING_WITHIN: Final = 12
# As long before the drawing a day may lie that was merely written down wrong.
_BEFORE: Final = timedelta(days=31)
# A day written without its year, as people do on paper.
_MONTH_DAY: Final = pattern(r"(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")


class NotAFormError(ValueError):
    """A table is no form of a re-check of this ledger; ``words`` say what is wrong with one that looks like it."""

    def __init__(self, words: Words | None = None) -> None:
        super().__init__(words.en if words else "")
        self.words = words


def sample_number(rows: Sequence[Sequence[str]]) -> str:
    """The number a form bears; raises ``NotAFormError`` where it bears none."""
    for cells in rows[:_HEADING_WITHIN]:
        for cell in cells:
            label, mark, number = squash(cell).replace("：", ":").partition(":")
            if mark and label_key(label) in (label_key("抽样编号"), label_key("Sample number")):
                return number.strip()
    raise NotAFormError


def heading(kind: Kind, rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Which row holds the headings, and the column of each key.

    Raises ``NotAFormError`` where there are none, or those of another kind of form.
    """
    blank = form(Sample("", kind, (), 0))
    labels = {label_key(label): each.key for each in blank.columns for label in (each.zh, each.en, each.key)}
    for at, cells in enumerate(rows[:_HEADING_WITHIN]):
        places = {key: column for column, cell in enumerate(cells) if (key := labels.get(label_key(cell)))}
        if {"record", "mode", "found"} <= places.keys():
            asked = [each.name for each in kind.fields]
            if sum(each in places for each in asked) * 2 < len(asked):
                raise NotAFormError(Words(
                    f"抽样编号说抽的是{kind.words.zh}，表头却不是{kind.words.zh}的复核表；请改正抽样编号。",
                    f"By its sample number the form is about {kind.words.en}, by its headings it is not; correct the "
                    "sample number.",
                ))  # fmt: skip
            return at, places
    raise NotAFormError


def expected(kind: Kind, column: str) -> dict[str, str]:
    """What may stand in a column, in both languages."""
    if column == "checked_on" or any(each.name == column and each.kind == "date" for each in kind.fields):
        return {"expected_zh": "应写成 2026-09-30 这样", "expected_en": "write it as 2026-09-30"}
    zh, en = (choices(kind, language).get(column) for language in ("zh", "en"))
    if zh and en:
        return {"expected_zh": f"可填：{'、'.join(zh)}", "expected_en": f"it may be: {', '.join(en)}"}
    return {"expected_zh": "应照台账里的写法", "expected_en": "write it as the ledger has it"}


def day_of(text: str, sample_no: str) -> date:
    """A day as it is written; one without its year is in that of the drawing, or follows it over the new year.

    Raises ValueError for what is no day.
    """
    written = _MONTH_DAY.fullmatch(text)
    drawn = sample_no.split("-")[1] if sample_no.count("-") > 1 else ""
    if written is None or not drawn[:8].isdecimal():
        return parse_date(text).value
    first = date(int(drawn[:4]), int(drawn[4:6]), int(drawn[6:8]))
    found = date(first.year, int(written[1]), int(written[2]))
    return found if found >= first - _BEFORE else found.replace(year=first.year + 1)
