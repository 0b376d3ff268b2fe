"""What stands in a column of names and names nobody: 空置 where a resident's name should be, 招租中 for a shop's.

The words are in notnames.yaml.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.cells.values import Fault
from gridctl.text.normalize import nfkc
from gridctl.text.packaged import packaged
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.intake.cells.draft import Draft, Slot
    from gridctl.intake.columns.headings import ColumnMatch

_REMARK: Final = pattern(r"\s*[(\[【][^()\[\]【】]*[)\]】]\s*$")
_CLOSED: Final = ")）]】"
_NOTE: Final = "note"
_SHOPS: Final = "businesses"
NAMES: Final[Mapping[str, str]] = {"households": "members.name", _SHOPS: "name"}
"""The fields that are looked through, by their ledger."""


def nobodies(ledger: str, names: Sequence[Any]) -> dict[int, str]:
    """The names that are none, each with its kind, by their positions; shops are of no kind."""
    words = _words(ledger)
    # Nearly all sheets name somebody in every row, and have no brackets.
    if words.keys().isdisjoint(names) and not any(map("\n".join(filter(None, names)).__contains__, _CLOSED)):
        return {}
    bare = [_REMARK.sub("", nfkc(name)).strip() if name and name[-1] in _CLOSED else name for name in names]
    return {at: words[name] for at, name in enumerate(bare) if name in words}


def put_nobody(
    slot: Slot, each: ColumnMatch, found: Mapping[int, tuple[str, str]], drafts: Mapping[int, Draft]
) -> None:
    """Enter the dwelling without the resident; a row that says more of them comes back."""
    holders, _, name = slot[0].partition(".")
    for at in found.keys() & drafts.keys():
        draft, (kind, said) = drafts[at], found[at]
        members = draft.parts.get(holders, {})
        holder = members.get(slot[1], {})
        if any(value for field, value in holder.items() if field not in (name, "relation")):
            draft.faults.append((each.col, Fault("I217", {"value": said})))
            continue
        members.pop(slot[1], None)
        if not members:
            draft.parts.pop(holders, None)
        if kind == _NOTE:
            heading = each.key
            draft.add_note(f"{heading}: {said}")
        else:
            draft.own.setdefault("occupancy", kind)
        draft.doubts.append((each.col, Fault("I219", {"value": said})))


@cache
def _words(ledger: str) -> dict[str, str]:
    said: Any = packaged("gridctl.intake.columns", "notnames.yaml")[ledger]
    groups: Iterable[tuple[str, list[str]]] = said.items() if ledger != _SHOPS else [("", said)]
    return {word: kind for kind, words in groups for word in words}
