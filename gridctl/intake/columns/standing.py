"""Columns that say whether what a row says still holds: 审核状态, 信息状态. 审核不通过 does not count, 已注销 has left.

The words are in standings.yaml.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.intake.cells.values import Fault
from gridctl.intake.dictionary.vocabulary import Target
from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.text.dates import parse_date
from gridctl.text.normalize import label_key, nfkc
from gridctl.text.packaged import packaged
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.intake.cells.draft import Draft
    from gridctl.intake.columns.headings import ColumnMatch, HeadingMatch
    from gridctl.intake.reading.book import Cell, Sheet

_STATUS: Final = "status"
_WHEN_AND_WHY: Final = frozenset(("end_date", "end_reason"))
_DAY: Final = pattern(
    r"(?:19|20)[0-9]{2}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*日?|(?:19|20)[0-9]{6}(?![0-9])"
)
_REMARK: Final = pattern(r"[(\[【][^()\[\]【】]*[)\]】]")
_AROUND: Final = pattern(r"^(?:现已经?|均已|已经|已|现|均|被|于)+|了$|[\s,，;；:：。]+")
_YES: Final = frozenset(("是", "有", "√", "✓", "1", "y", "yes", "true"))
_NO: Final = frozenset(("否", "无", "×", "0", "n", "no", "false"))
WORDS: Final = ("状态", "是否", "审核", "情况", "结果", "意见", "注销", "有效")
"""All headings of the file but a status of the record's own have one of these; most other headings have none."""

HOLDS: Final = "holds"
VOID: Final = "void"
GONE: Final = "gone"


class Standing(NamedTuple):
    """What one cell says: ``kind`` is one of standings.yaml's, "" for a word that is none; the ``day`` as ISO text."""

    kind: str
    day: str
    text: str


def may_say_standing(each: ColumnMatch) -> bool:
    """Whether a column may be one of those: a cheap look, as most sheets have none."""
    target = each.target
    free = target is None or target.role == "note"
    return (free and any(word in each.heading for word in WORDS)) or (target is not None and target.field == _STATUS)


def with_standings(match: HeadingMatch, sheet: Sheet, rows: Sequence[int]) -> HeadingMatch:
    """The same match, with the columns that say of some row that it holds no longer as such."""
    ended = not _WHEN_AND_WHY.isdisjoint(match.fields())

    def settled(each: ColumnMatch) -> ColumnMatch:
        target, key = each.target, each.key
        status = target is not None and target.field == _STATUS and not ended and not each.by_values
        if not status and not (_is_asked(key) and (target is None or target.role == "note")):
            return each
        said = [standing(cell, key) for cell in sheet.distinct(each.col, rows) if not is_empty(cell)]
        # Where every row holds, or nothing that is said is known, the column is what it was.
        known = [one.kind for one in said if one.kind]
        if not known or (set(known) == {HOLDS} and (status or len(known) < len(said))):
            return each
        return replace(each, target=Target("note", role="standing"), suggestion="")

    return replace(match, columns=tuple(map(settled, match.columns)))


def standing(cell: Cell, key: str) -> Standing:
    """What a cell below a heading of this key says."""
    text = nfkc(cell_text(cell)).strip()
    day = _day_in(text)
    bare = _AROUND.sub("", _DAY.sub("", _REMARK.sub("", text)))
    if (asked := _said().answers.get(key)) and bare.casefold() in _YES | _NO:
        return Standing(asked[bare.casefold() in _NO], day, text)
    kind = _said().words.get(bare, "")
    return Standing(kind, day, text)


def standings_in(cells: Sequence[Cell], each: ColumnMatch) -> dict[int, Standing]:
    """What a column's cells say, by position, but for those that hold."""
    key = each.key
    read = cache(lambda cell: standing(cell, key))
    said = ((at, read(cell)) for at, cell in enumerate(cells) if not is_empty(cell))
    return {at: one for at, one in said if one.kind != HOLDS}


def put_standings(ledger: str, each: ColumnMatch, found: Mapping[int, Standing], drafts: Mapping[int, Draft]) -> None:
    """Send back what does not count, enter the day on which somebody went; what is not known goes into the note."""
    heading = each.key
    for at in found.keys() & drafts.keys():
        draft, said = drafts[at], found[at]
        if said.kind == VOID:
            draft.faults.append((each.col, Fault("I205", {"value": said.text})))
        elif said.kind and said.kind != HOLDS:
            _put_gone(ledger, each, said, draft)
        elif not said.kind:
            draft.add_note(f"{heading}: {said.text}")
            draft.doubts.append((each.col, Fault("I211", {"value": said.text})))


def _put_gone(ledger: str, each: ColumnMatch, said: Standing, draft: Draft) -> None:
    path = _said().days.get(ledger, {}).get(said.kind, "")
    part, _, name = path.rpartition(".")
    holders = list(draft.parts.get(part, {}).values()) if part else [draft.own]
    if name and len(holders) == 1:
        (holder,) = holders
        if any(holder.get(field) for field in ("moved_out", "death_date", "left")):
            return
        if said.day:
            holder[name] = said.day
            draft.doubts.append((each.col, Fault("I207", {"value": said.text, "after": said.day})))
            return
    draft.faults.append((each.col, Fault("I209", {"value": said.text})))


def _day_in(text: str) -> str:
    found = _DAY.search(text)
    if found is None:
        return ""
    try:
        day = parse_date(found[0])
    except ValueError:
        return ""
    return day.value.isoformat() if day.precision == "day" else ""


def _is_asked(key: str) -> bool:
    return key in _said().headings or key in _said().answers


class _Standings(NamedTuple):
    """The file, headings as label keys; an answer is what a yes and what a no means."""

    headings: frozenset[str]
    answers: Mapping[str, tuple[str, str]]
    words: Mapping[str, str]
    days: Mapping[str, Mapping[str, str]]


@cache
def _said() -> _Standings:
    data = packaged("gridctl.intake.columns", "standings.yaml")
    answers = {}
    for heading, meant in data["answers"].items():
        yes, _, no = meant.partition("/")
        answers[label_key(heading)] = (yes, no or HOLDS)
    words = {_AROUND.sub("", word): kind for kind, each in data["words"].items() for word in each}
    return _Standings(frozenset(map(label_key, data["headings"])), answers, words, data["days"])
