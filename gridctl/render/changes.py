"""A change set for people (terminal, Markdown) and for machines: what changes, record by record, masked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rich.text import Text

from gridctl.render.changewords import ChangeWords
from gridctl.render.prose import lines_of
from gridctl.render.terminal import print_lines
from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.store.changeset import Add, Change, End, Merge, Move, Remove, Reopen, Set, Unmerge
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

    from gridctl.render.changewords import Lookup
    from gridctl.store.changeset import ChangeSet

Kind = Literal["add", "change", "end", "reopen", "merge", "unmerge", "move", "remove"]

_WORDS: dict[Kind, tuple[str, str, str, str]] = {
    "add": ("新增", "added", "+", "green"),
    "change": ("修改", "changed", "~", "yellow"),
    "end": ("注销", "ended", "x", "magenta"),
    "reopen": ("恢复", "reopened", "o", "cyan"),
    "merge": ("合并", "merged", "x", "magenta"),
    "unmerge": ("撤销合并", "merge undone", "o", "cyan"),
    "move": ("移动", "moved", ">", "blue"),
    "remove": ("删除", "removed", "-", "red"),
}
# What a record's changes are called together: the weightiest.
_KINDS: dict[type, Kind] = {
    Remove: "remove",
    Add: "add",
    Merge: "merge",
    Unmerge: "unmerge",
    End: "end",
    Reopen: "reopen",
    Set: "change",
    Move: "move",
}
_MARKDOWN = pattern(r"([\\`*_{}\[\]<>#|~])")


# Nothing of a register is a grid's own, though it may name one.
_REGISTERS = frozenset(each.name for each in LEDGERS if each.register)


class RecordChange(NamedTuple):
    """All that a change set does to one record, in words."""

    ledger: str
    grid: str
    record: str
    kind: Kind
    title: str
    lines: tuple[str, ...]


def nothing_known(ledger: str, key: str) -> Mapping[str, Any]:
    """A lookup for change sets shown without a workspace."""
    del ledger, key
    return {}


def record_changes(
    changes: ChangeSet, language: str, *, reveal: bool = False, lookup: Lookup = nothing_known, most: int = 0
) -> list[RecordChange]:
    """The change set record by record, in the order of ledgers and grids.

    With ``most`` only so many are put into words; the others have no title and no lines.
    """
    words = ChangeWords(language, reveal=reveal, lookup=lookup)
    by_record: dict[tuple[str, str], list[Change]] = {}
    for number, change in enumerate(changes):
        # Records without a key are each their own.
        by_record.setdefault((change.ledger, change.record or f"\0{number}"), []).append(change)
    order = {each.name: number for number, each in enumerate(LEDGERS)}
    grouped = [(name, _grid(listed[0], lookup), listed) for (name, _), listed in by_record.items()]
    grouped.sort(key=lambda each: (order[each[0]], each[1]))
    worded = most or len(grouped)
    return [
        *(_record_change(name, grid, listed, words, language, lookup) for name, grid, listed in grouped[:worded]),
        *(RecordChange(name, grid, listed[0].record, _kind(listed), "", ()) for name, grid, listed in grouped[worded:]),
    ]


def counts(records: Iterable[RecordChange]) -> dict[Kind, int]:
    """How many records are added, changed, ended …; kinds that do not occur are left out."""
    found = dict.fromkeys(_WORDS, 0)
    for each in records:
        found[each.kind] += 1
    return {kind: number for kind, number in found.items() if number}


def counts_line(records: Sequence[RecordChange], language: str) -> str:
    """The counts in a sentence."""
    zh = language == "zh"
    if not records:
        return "没有改动。" if zh else "No changes."
    parts = [f"{_WORDS[kind][0]} {n}" if zh else f"{n} {_WORDS[kind][1]}" for kind, n in counts(records).items()]
    whole = f"共 {len(records)} 条记录：" if zh else f"{len(records)} record{'s' * (len(records) != 1)}: "
    return whole + ("，" if zh else ", ").join(parts) + ("。" if zh else ".")


def print_changes(console: Console, records: Sequence[RecordChange], language: str, *, most: int = 0) -> None:
    """Print the changes grouped by ledger and grid, then the counts; with ``most`` only so many records."""
    zh, width = language == "zh", console.width
    lines: list[Text] = []
    for heading, group in groupby(records[: most or None], key=lambda each: _heading(each, language)):
        lines.append(Text(heading, style="bold"))
        for each in group:
            word, english, sign, style = _WORDS[each.kind]
            shown = Text.assemble((f"{sign} {word if zh else english}", style), f" {each.title}")
            lines += lines_of(shown, width, first=2, further=6)
            for told in each.lines:
                lines += lines_of(Text(told), width, first=6, further=8)
    if most and len(records) > most:
        left = len(records) - most
        lines.append(Text(f"… 还有 {left} 条记录" if zh else f"… {left} more record{'s' * (left != 1)}", style="dim"))
    lines.append(Text(counts_line(records, language), style="bold"))
    print_lines(console, lines)


def changes_markdown(records: Sequence[RecordChange], language: str) -> str:
    """The changes as Markdown, to paste into a review."""
    zh = language == "zh"
    parts = [f"**{counts_line(records, language)}**\n"]
    for heading, group in groupby(records, key=lambda each: _heading(each, language)):
        parts.append(f"\n### {_escaped(heading)}\n\n")
        for each in group:
            word, english, *_ = _WORDS[each.kind]
            parts.append(f"- **{word if zh else english}** {_escaped(each.title)}\n")
            parts += [f"  - {_escaped(line)}\n" for line in each.lines]
    return "".join(parts)


def change_data(changes: ChangeSet, *, reveal: bool = False, lookup: Lookup = nothing_known) -> list[dict[str, Any]]:
    """One object a change, with English names and masked values."""
    words = ChangeWords("en", reveal=reveal, lookup=lookup)
    return [_data(change, words) | {"grid": _grid(change, lookup) or None} for change in changes]


def _record_change(
    name: str, grid: str, listed: Sequence[Change], words: ChangeWords, language: str, lookup: Lookup
) -> RecordChange:
    first = listed[0]
    own = next((each.data for each in reversed(listed) if isinstance(each, (Add, Remove))), None)
    data = own if own is not None else lookup(name, first.record)
    lines = tuple(line for each in listed if (line := _line(each, words, language)))
    return RecordChange(name, grid, first.record, _kind(listed), words.title(name, first.record, data), lines)


def _kind(listed: Sequence[Change]) -> Kind:
    if len(listed) == 1:
        return _KINDS[type(listed[0])]
    kinds = {type(each) for each in listed}
    # Taken out and put back whole is a change.
    return "change" if {Add, Remove} <= kinds else next(kind for known, kind in _KINDS.items() if known in kinds)


def _grid(change: Change, lookup: Lookup) -> str:
    data = change.data if isinstance(change, (Add, Remove)) else lookup(change.ledger, change.record)
    grid = data.get("grid_code")
    return grid if isinstance(grid, str) and change.ledger not in _REGISTERS else ""


def _line(change: Change, words: ChangeWords, language: str) -> str:
    zh = language == "zh"
    match change:
        case Set():
            return words.set_line(change)
        case Add(name, _, data) | Remove(name, _, data):
            return words.summary(name, data)
        case End(name, _, reason, date, note) | Reopen(name, _, reason, date, note):
            told = (words.value(name, "end_reason", reason), date, words.value(name, "note", note) if note else "")
            return "  ".join(each for each in told if each)
        case Merge(_, _, into, date) | Unmerge(_, _, into, date):
            return f"并入 {into}  {date}" if zh else f"into {into}  {date}"
        case Move(_, _, old_path, new_path):
            return f"文件：{old_path} → {new_path}" if zh else f"file: {old_path} → {new_path}"


def _data(change: Change, words: ChangeWords) -> dict[str, Any]:
    kind = "set" if isinstance(change, Set) else _KINDS[type(change)]
    found: dict[str, Any] = {"kind": kind, "ledger": change.ledger, "record": change.record}
    match change:
        case Set(name, _, field, old, new):
            values = {"old": words.data(name, field, old), "new": words.data(name, field, new)}
            return found | {"field": field} | values
        case Add(name, _, data) | Remove(name, _, data):
            return found | {"data": words.data(name, "", data)}
        case End(name, _, reason, date, note) | Reopen(name, _, reason, date, note):
            return found | {"reason": reason, "date": date, "note": words.data(name, "note", note) or None}
        case Merge(_, _, into, date) | Unmerge(_, _, into, date):
            return found | {"into": into, "date": date}
        case Move(_, _, old_path, new_path):
            return found | {"old_path": old_path, "new_path": new_path}


def _heading(each: RecordChange, language: str) -> str:
    title = ledger(each.ledger).title(language)
    if not each.grid:
        return title
    return f"{title} · 网格 {each.grid}" if language == "zh" else f"{title} · grid {each.grid}"


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)
