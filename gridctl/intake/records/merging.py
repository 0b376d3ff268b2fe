"""Taking what a row says into a record: blanks never wipe, conflicts are shown, rows of a sheet may not disagree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from gridctl.intake.cells.values import Fault
from gridctl.intake.columns.kin import says_less
from gridctl.intake.dictionary.vocabulary import column_at
from gridctl.intake.records.identity import same_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.intake.records.state import Working

Policy = Literal["keep", "take"]


class Conflicts(NamedTuple):
    """What happens to a value that differs from the ledger's: the rule, and fields whose value stays anyway."""

    policy: Policy = "take"
    keep: frozenset[tuple[str, str, str]] = frozenset()

    def keeps(self, ledger: str, record: str, path: str) -> bool:
        """Whether the ledger's value stays."""
        return self.policy == "keep" or (ledger, record, path) in self.keep


_BLANK: Final[tuple[Any, ...]] = (None, "", [])
_BY_ROW: Final = frozenset(("collected_on", "collected_by", "verified_on", "source"))
"""Fields about the row rather than the record: rows of one household may differ in them, the first counts."""

_PART_IDENTITY: Final[dict[str, tuple[str, ...]]] = {
    "licences": ("kind", "number"),
    "services": ("date", "activity"),
    "training": ("date", "topic"),
    "duties": ("situation", "item"),
    "roster": ("date",),
    "changes": ("field",),
    "aliases": ("text",),
}


Block = tuple[str, int] | None
"""A part of a record, by the field's name and its position; None is the record itself."""


class FieldChange(NamedTuple):
    """One field that a row changes, as the preview shows it; ``old`` None is new, a part is added as a whole."""

    ledger: str
    record: str
    field: str
    old: Any
    new: Any


@dataclass(slots=True)
class Step:
    """What one row would do, gathered before anything is done: a row that is rejected changes nothing."""

    sets: list[tuple[Working, Block, str, FieldChange]] = field(default_factory=list)
    parts: list[tuple[Working, str, dict[str, Any], FieldChange]] = field(default_factory=list)
    said: list[tuple[Working, str, Mapping[str, Any]]] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    notices: list[tuple[str, Fault]] = field(default_factory=list)

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """What the row changes in existing records."""
        return tuple(change for *_, change in self.sets) + tuple(change for *_, change in self.parts)


class Merger:
    """Merges the rows of one sheet. ``source`` tells its assertions from those of other sheets."""

    def __init__(self, source: object, conflicts: Conflicts) -> None:
        self._source = source
        self._conflicts = conflicts
        # Fields that the sheet says once, of all its rows: what another sheet of this import said of one counts.
        self.said_of_all: frozenset[str] = frozenset()

    def fields(
        self,
        step: Step,
        working: Working,
        ledger: str,
        said: Mapping[str, Any],
        fill: Mapping[str, Any],
        *,
        member: int | None = None,
    ) -> None:
        """Compare what a row says about a record, or about its member of this number, with what the record holds."""
        block: Block = None if member is None else ("members", member)
        current = _block(working.data, block)
        prefix = "" if member is None else f"members[{current.get('id') or member}]."
        self._compare(step, working, ledger, block, prefix, said)
        for name, value in fill.items():
            if name not in said and current.get(name) in _BLANK and value not in _BLANK:
                change = FieldChange(ledger, working.key, prefix + name, None, value)
                step.sets.append((working, block, name, change))

    def _compare(
        self, step: Step, working: Working, ledger: str, block: Block, prefix: str, said: Mapping[str, Any]
    ) -> None:
        current = _block(working.data, block)
        named = str(current.get("id") or prefix) if block is not None else ""
        # What the record has because an earlier row said so is what that row said; only a kept value hides it.
        same_is_agreed = agreed = self._conflicts.policy == "take"
        for name, value in said.items():
            old = current.get(name)
            if same_is_agreed and old == value:
                continue
            agreed = False
            known = self._said_before(working, named, name)
            new = self._settled(step, working, ledger, prefix + name, named, known, old, value)
            if new is not None and new != old:
                step.sets.append((working, block, name, FieldChange(ledger, working.key, prefix + name, old, new)))
        # A part of which a row says all but the id stands for what was said, as a new person does.
        whole = agreed and len(current) == len(said) + 1 and "id" in current and "id" not in said
        step.said.append((working, named, current if whole else said))

    def _settled(
        self,
        step: Step,
        working: Working,
        ledger: str,
        path: str,
        named: str,
        known: tuple[int, Any] | None,
        old: Any,
        value: Any,
    ) -> Any:
        """The value a field should have after this row; None to leave it. ``known`` is what an earlier row said."""
        name = path.rpartition(".")[2]
        if known is not None and known[1] != value:
            if name in _BY_ROW:
                return None
            if not name.endswith("phones") and name != "note":
                step.faults.append(
                    (name, Fault("I164", {"value": _text(value), "other": _text(known[1]), "row": str(known[0] + 1)}))
                )
                return None
        if old in _BLANK:
            return value
        if old == value:
            return None
        if name.endswith("phones"):
            if set(value) <= set(old):
                return None
            if known is not None:
                return [*old, *(item for item in value if item not in old)]
        if name == "relation" and says_less(value, old):
            return None
        if name == "note":
            return None if str(value) in str(old) else f"{old}; {value}"
        if name in self.said_of_all and not named and self._is_said_elsewhere(working, name, old):
            col = column_at(ledger, name).col
            step.notices.append((name, Fault("I228", {"label": col.zh, "label_en": col.en})))
            return None
        if self._conflicts.keeps(ledger, working.key, path):
            step.notices.append((name, Fault("I165", {"value": _text(value), "kept": _text(old)})))
            return None
        return value

    def _said_before(self, working: Working, named: str, name: str) -> tuple[int, Any] | None:
        """The first row of this sheet that said something about a field, and what: later ones agreed with it."""
        for source, row, block, said in working.said:
            if source == self._source and block == named and name in said:
                return row, said[name]
        return None

    def _is_said_elsewhere(self, working: Working, name: str, value: Any) -> bool:
        """Whether another sheet of this import said this of a field."""
        return any(
            source != self._source and not block and said.get(name) == value for source, _, block, said in working.said
        )

    def _said_all(self, working: Working, named: str, fields: Mapping[str, Any]) -> bool:
        """Whether one earlier row of this sheet said something about all these fields: only the first is asked for."""
        for source, _, block, said in working.said:
            if source == self._source and block == named and fields.keys() <= said.keys():
                return True
        return False

    def part(self, step: Step, working: Working, ledger: str, name: str, said: dict[str, Any]) -> None:
        """Take in a part that is no person: a service, a licence; one like it is completed, else it is added."""
        parts = working.data.get(name) or []
        if any(all(part.get(key) == value for key, value in said.items()) for part in parts):
            return
        keys = _PART_IDENTITY.get(name, tuple(said))
        for index, part in enumerate(parts):
            shared = [key for key in keys if said.get(key) is not None and part.get(key) is not None]
            if shared and all(said[key] == part[key] for key in shared):
                self._compare(step, working, ledger, (name, index), f"{name}[{index}].", said)
                return
        change = FieldChange(ledger, working.key, f"{name}[{len(parts)}]", None, said)
        step.parts.append((working, name, said, change))

    def apply(self, step: Step, row: int) -> None:
        """Do what a step gathered."""
        for working, block, name, change in step.sets:
            holder = _block(working.touch(), block)
            _keep_said(working, holder)
            holder[name] = change.new
        for working, name, said, _ in step.parts:
            parts = working.touch().setdefault(name, [])
            if "id" not in said:
                # It goes by its place.
                working.said.append((self._source, row, f"{name}[{len(parts)}].", said))
            parts.append(dict(said))
        for working, named, fields in step.said:
            if not self._said_all(working, named, fields):
                working.said.append((self._source, row, named, fields))


def _keep_said(working: Working, holder: dict[str, Any]) -> None:
    """Before a part changes: what a row said stays what it said. A new person is first the same dictionary as that."""
    for at, (source, row, named, fields) in enumerate(working.said):
        if fields is holder:
            working.said[at] = (source, row, named, dict(fields))


def _block(data: dict[str, Any], block: Block) -> dict[str, Any]:
    found: dict[str, Any] = data if block is None else data[block[0]][block[1]]
    return found


def match_member(members: list[dict[str, Any]], said: Mapping[str, Any]) -> tuple[int | None, bool]:
    """Which member a row means: (index, False), (None, False) for a new one, (None, True) if it may be several."""
    number, name = said.get("id_no"), said.get("name")
    scores = [
        (same_person(said, member), index)
        for index, member in enumerate(members)
        if member.get("name") == name or (number and member.get("id_no") == number)
    ]
    if not scores:
        return None, False
    best = max((score for score, _ in scores), default=0)
    if best == 0:
        return None, False
    hits = [index for score, index in scores if score == best]
    return (hits[0], False) if len(hits) == 1 else (None, True)


def _text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
