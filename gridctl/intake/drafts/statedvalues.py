"""What a form says once, above its table, as values of the table's records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.cells.values import Fault, read_column
from gridctl.intake.columns.heading import Heading
from gridctl.intake.columns.headings import match_headings
from gridctl.intake.dictionary.vocabulary import HOUSE, Target, column_at
from gridctl.intake.reading.book import cell_text
from gridctl.intake.records.householdrows import HEAD_SLOT
from gridctl.text.normalize import squash
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from gridctl.intake.cells.draft import Draft
    from gridctl.intake.dictionary.vocabulary import Vocabulary
    from gridctl.intake.sheets.stated import Stated

# Fields whose labels everybody uses for whoever they mean.
_OF_SOMEBODY: Final = frozenset(("name", "phone", "id"))
_OTHERS: Final = pattern(r"网格|走访|民警|联系人|责任人|负责人|干部|楼栋?长|包[保片联]|社工|专干|志愿者")
_PLACES: Final = ("street", "compound", "group", "building", "unit")
_MEMBERS: Final = "members."
_SERVICES: Final = "services."
_DAY: Final = "services.date"
_HEAD: Final = Target("members.name", slot=HEAD_SLOT)


def stated_parts(stated: Iterable[Stated], words: Vocabulary) -> dict[str, str]:
    """Parts of an address that are said above a table, as far as they hold for several houses."""
    found = ((_target_of(each, words), each) for each in stated)
    parts = {target.part: squash(cell_text(each.value)) for target, each in found if target and target.part in _PLACES}
    return {part: parts[part] for part in _PLACES if part in parts}


def _target_of(stated: Stated, words: Vocabulary) -> Target | None:
    return match_headings([Heading(0, (stated.label,))], words).columns[0].target


class StatedValues:
    """What is stated above a table, as values of its records.

    Where the head of a household is named there, what is said of a person is said of the head: somebody the table need
    not list again.
    """

    def __init__(
        self, words: Vocabulary, taken: frozenset[str], *, in_parts: bool = False, several: bool = False
    ) -> None:
        """``taken`` are fields with columns; ``in_parts``: addresses are made of parts, see `stated_parts`.

        ``several``: a row tells of several members, or of a service on each of several days.
        """
        self._in_parts = in_parts
        self._several = several
        self._words = words
        self._ledger = words.ledger.name
        self._taken = taken
        self.values: dict[str, Any] = {}
        self.head: dict[str, Any] = {}
        self.service: dict[str, Any] = {}
        self.used: list[Stated] = []
        self.unused: list[Stated] = []
        self.faults: list[tuple[Stated, Fault]] = []

    def read(self, stated: Iterable[Stated], resolve: Callable[[str], str | Fault] | None) -> None:
        """Read what can be meant for every record; a field with a column of its own says it itself."""
        found = [(each, _target_of(each, self._words)) for each in stated]
        has_head = any(target == _HEAD for _, target in found)
        of_others = -1
        of_service = self._of_one_service(target for _, target in found)
        for each, target in found:
            if target == _HEAD or _OTHERS.search(each.label):
                # Whose the telephone behind a name is: 网格员：钱荷，联系电话：…
                of_others = each.row if target != _HEAD else -1
            of_head = has_head and target is not None and target.field.startswith(_MEMBERS) and target.slot in (0, -1)
            of_head = of_head and of_others != each.row
            if self._in_parts and target is not None and target.part in _PLACES:
                continue
            if target is None or not (of_head or self._for_all(target) or (of_service and _is_of_service(target))):
                self.unused.append(each)
                continue
            if not of_head and target.field in self._taken:
                continue
            place, name = (self.head, target.field.removeprefix(_MEMBERS)) if of_head else (self.values, target.field)
            if _is_of_service(target):
                place, name = self.service, name.removeprefix(_SERVICES)
            if name in place:
                continue
            column = read_column(self._ledger, target, [each.value], resolve=resolve)
            if any(fault.code == "S201" for fault in column.faults.values()):
                # 性别：男/女 tells how to fill in the form.
                self.unused.append(each)
                continue
            self.faults += [(each, fault) for fault in column.faults.values()]
            if column.values[0] is not None:
                place[name] = column.values[0]
                self.used.append(each)
        if self.service and "date" not in self.service and _DAY not in self._taken:
            # On what day nobody can read.
            told = [each for each, target in found if target and _is_of_service(target)]
            self.service.clear()
            self.unused += [each for each in self.used if each in told]
            self.used = [each for each in self.used if each not in told]

    def put(self, draft: Draft, *, came: bool = True) -> None:
        """Complete a row; of somebody who has not signed, nothing says that they ``came``."""
        for path, value in self.values.items():
            head, _, name = path.rpartition(".")
            (draft.house if head == HOUSE else draft.own).setdefault(name, value)
        if self.service and came:
            service = draft.parts.setdefault("services", {}).setdefault(0, {})
            for name, value in self.service.items():
                service.setdefault(name, value)

    def put_head(self, draft: Draft, names: Collection[str], *, first: bool) -> None:
        """Complete the head's row; where none of the members' names is theirs, they are added to the first row."""
        members = draft.parts.get("members", {})
        own = members.get(0, {})
        if own.get("name") == self.head["name"]:
            own.update({name: value for name, value in self.head.items() if name not in own})
        elif first and self.head["name"] not in names:
            draft.parts["members"] = {HEAD_SLOT: {"relation": "household_head", **self.head}, **members}

    def _of_one_service(self, targets: Iterable[Target | None]) -> bool:
        """Whether a table lists who did one service: of the same day, which is said above it or in a column."""
        said = {_DAY} & self._taken or any(each and each.field == _DAY for each in targets)
        return bool(said) and not self._several

    def _for_all(self, target: Target) -> bool:
        if target.role != "field" or target.slot or target.part or target.join:
            return False
        head, _, name = target.field.rpartition(".")
        if head not in ("", HOUSE) or name == "note":
            return False
        return self._ledger == "households" or column_at(self._ledger, target.field).col.mask not in _OF_SOMEBODY


def _is_of_service(target: Target) -> bool:
    return target.role == "field" and not target.slot and target.field.startswith(_SERVICES)
