"""Masked telephones and document numbers, 199****2977, of people the ledgers know: name and visible digits tell whose.

Platforms mask what they give out. Nothing is guessed: the ledger's own value stands for one that fits it, where one
person alone has the name and fits all that is masked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.cells.values import Fault
from gridctl.intake.dictionary.vocabulary import OF_RESIDENTS
from gridctl.text.normalize import nfkc
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gridctl.intake.cells.draft import Draft, Slot
    from gridctl.intake.records.state import State

_MASKED: Final = "I153"
_FIELDS: Final[Mapping[str, int]] = {"phones": 4, "id_no": 8}
"""The fields, and how many characters of one have to be seen."""

_BETWEEN: Final = pattern(r"[、,，;；/\s]+")
_STARS: Final = pattern(r"\*+")
_PARTS: Final = "members"


class Unmasker:
    """Settles the masked cells of one sheet's rows; ``columns`` tells the column of each field."""

    def __init__(self, state: State, ledger: str, columns: Mapping[Slot, int]) -> None:
        self._state = state
        self._ledger = ledger
        self._slots = {col: slot for slot, col in columns.items()}
        self._residents: dict[str, list[Mapping[str, Any]]] | None = None
        self._records: dict[str, list[Mapping[str, Any]]] | None = None

    def settle(self, draft: Draft) -> None:
        """Put the ledger's values in place of masked ones, and take those out of the faults."""
        masked = [(col, fault) for col, fault in draft.faults if fault.code == _MASKED]
        of_person: dict[tuple[str, int], dict[str, tuple[int, Fault]]] = {}
        for col, fault in masked:
            path, number = self._slots.get(col, ("", 0))
            head, _, name = path.rpartition(".")
            if name in _FIELDS and head in ("", _PARTS):
                of_person.setdefault((head, number), {})[name] = (col, fault)
        for (head, number), cells in of_person.items():
            holder = draft.parts.get(head, {}).get(number, {}) if head else draft.own
            found = self._known(head, holder, {name: fault.params["value"] for name, (_, fault) in cells.items()})
            if found is None:
                continue
            for name, (col, fault) in cells.items():
                holder[name] = found[name]
                draft.faults.remove((col, fault))
                draft.doubts.append((col, Fault("I221", {"value": fault.params["value"]})))

    def _known(self, head: str, holder: Mapping[str, Any], masked: Mapping[str, str]) -> dict[str, Any] | None:
        """The whole values of the only person who fits."""
        name = str(holder.get("name") or "")
        lookups: list[Callable[[], dict[str, list[Mapping[str, Any]]]]] = [] if head else [self._of_ledger]
        if head or self._ledger in OF_RESIDENTS:
            lookups.append(self._of_households)
        for lookup in lookups if name else ():
            fitting = [
                whole
                for each in lookup().get(name, ())
                if each.get("team", "") in ("", holder.get("team", each.get("team", "")))
                and (whole := _whole(masked, each)) is not None
            ]
            if different := {repr(sorted(each.items())) for each in fitting}:
                return fitting[0] if len(different) == 1 else None
        return None

    def _of_ledger(self) -> dict[str, list[Mapping[str, Any]]]:
        if self._records is None:
            self._records = _by_name(each.data for each in self._state.records(self._ledger).by_key.values())
        return self._records

    def _of_households(self) -> dict[str, list[Mapping[str, Any]]]:
        if self._residents is None:
            houses = self._state.records("households").by_key.values()
            self._residents = _by_name(member for each in houses for member in each.data.get(_PARTS) or ())
        return self._residents


def fits(masked: str, whole: str, least: int) -> bool:
    """Whether a masked text may be a whole one, of which it shows at least so many characters."""
    text = nfkc(masked).strip().upper()
    seen = _STARS.split(text)
    if len(seen) < 2 or sum(map(len, seen)) < least or len(text) > len(whole):
        return False
    if len(text) == len(whole):
        return all(mine in ("*", theirs) for mine, theirs in zip(text, whole, strict=True))
    return len(seen) == 2 and whole.startswith(seen[0]) and whole.endswith(seen[1])


def _whole(masked: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, Any] | None:
    """The whole values of all that is masked, as somebody known has them; None where one does not fit."""
    found: dict[str, Any] = {}
    for name, text in masked.items():
        least = _FIELDS[name]
        own = known.get(name) or []
        if isinstance(own, str):
            if not fits(text, own, least):
                return None
            found[name] = own
            continue
        phones = [
            [each for each in own if fits(part, each, least)] if "*" in nfkc(part) else [part]
            for part in _BETWEEN.split(text)
            if part
        ]
        if not all(len(each) == 1 for each in phones):
            return None
        found[name] = [each[0] for each in phones]
    return found


def _by_name(people: Iterator[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for each in people:
        if (name := each.get("name")) and each.get("status", "active") == "active":
            found.setdefault(str(name), []).append(each)
    return found
