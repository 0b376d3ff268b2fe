"""Rows of a household form: who their cells are about, and which household a member without one belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gridctl.intake.cells.values import Fault
from gridctl.intake.reading.book import is_empty
from gridctl.schema.ledgers import ledger

if TYPE_CHECKING:
    from collections.abc import Collection

    from gridctl.intake.cells.draft import Draft, Slot
    from gridctl.intake.reading.book import Cell
    from gridctl.intake.sheets.filling import FilledRows

HEAD_SLOT: Final = -1
HOUSE_KEYS: Final = ("house_code", "household_no", "address")
HOUSE_LABELS: Final = "、".join(ledger("households").column(name).col.zh for name in HOUSE_KEYS)
HEADS: Final = ("household_head", "collective_head")


def settle_members(drafts: list[Draft], columns: dict[Slot, int]) -> None:
    """Decide who the unnumbered columns of a household form are about.

    With a name column of their own each row is one person, and the head's name beside it only refers to the head.
    Without one the row is a household and they are about its head. The note of a person's row is that person's.
    """
    if ("members.name", 0) in columns:
        for draft in drafts:
            members = draft.parts.get("members", {})
            members.pop(HEAD_SLOT, None)
            if members.get(0) and (note := draft.own.pop("note", None)):
                members[0]["note"] = note
        return
    if not any(path.startswith("members.") and slot == HEAD_SLOT for path, slot in columns):
        return
    for (path, slot), col in list(columns.items()):
        if slot == 0 and path.startswith("members."):
            columns.setdefault((path, HEAD_SLOT), col)
    for draft in drafts:
        members = draft.parts.get("members", {})
        head = {**members.pop(0, {}), **members.get(HEAD_SLOT, {})}
        if head:
            head.setdefault("relation", "household_head")
            draft.parts["members"] = {
                HEAD_SLOT: head,
                **{slot: each for slot, each in members.items() if slot != HEAD_SLOT},
            }


class CarriedHouse:
    """Members below their head, with the household's cells left blank, belong to the household above.

    What is carried is put into the cells too, so that a returned row still says where it belongs. ``found`` is the
    column, how many rows, and the first of them. ``elsewhere`` are rows that name another building.
    """

    def __init__(self, filled: FilledRows, columns: dict[Slot, int], elsewhere: Collection[int] = ()) -> None:
        self._filled = filled
        self._elsewhere = elsewhere
        keys = {path: columns[path, 0] for path in (*HOUSE_KEYS, "grid_code") if (path, 0) in columns}
        self._house_cols = [keys[path] for path in HOUSE_KEYS if path in keys]
        self._keys = keys
        self._wanted = bool(self._house_cols) and ("members.name", 0) in columns
        self._relation = columns.get(("members.relation", 0))
        self._above: Draft | None = None
        self.found: tuple[int, int, int] | None = None

    def carry(self, drafts: list[Draft]) -> None:
        """Complete some drafts, that follow those before."""
        if not self._wanted:
            return
        for draft in drafts:
            if not draft.own.keys().isdisjoint(HOUSE_KEYS):
                self._above = draft
                continue
            row = self._filled.cells[draft.row]
            relation = draft.parts.get("members", {}).get(0, {}).get("relation")
            is_member = relation is not None and relation not in HEADS
            if draft.row in self._elsewhere:
                self._above = None
                if is_member:
                    draft.faults.append((self._house_cols[0], Fault("I160", {"needs": HOUSE_LABELS})))
                continue
            if any(not is_empty(_at(row, col)) for col in self._house_cols):
                self._above = draft
                continue
            if self._above is not None and (is_member or self._is_unread(draft)):
                self._give(self._above, draft)

    def _is_unread(self, draft: Draft) -> bool:
        """Whether a relation was refused: the row returned still has to say its house, lest it join another there."""
        return self._relation is not None and any(col == self._relation for col, _ in draft.faults)

    def _give(self, above: Draft, draft: Draft) -> None:
        cells = self._filled.cells
        row = above.below[-1][0] if above.below else above.row
        for path, col in self._keys.items():
            if path in above.own and path not in draft.own:
                draft.own[path] = above.own[path]
            self._filled.put(draft.row, col, _at(cells[row], col))
        draft.faults += [(col, fault) for col, fault in above.faults if col in self._keys.values()]
        _, count, first = self.found or (0, 0, draft.row)
        self.found = (self._house_cols[0], count + 1, first)


def _at(row: list[Cell], col: int) -> Cell:
    return row[col] if col < len(row) else ""
