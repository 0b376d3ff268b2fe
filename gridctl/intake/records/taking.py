"""One row after the other is taken into the state: matched, merged, or rejected with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.intake.cells.values import Fault, missing
from gridctl.intake.dictionary.vocabulary import OF_RESIDENTS, column_at
from gridctl.intake.records.fromnumber import FromNumber, number_of_certificate
from gridctl.intake.records.households import HouseholdTaker
from gridctl.intake.records.identity import NEEDED, VISITED, differs
from gridctl.intake.records.knownhouses import present_code
from gridctl.intake.records.merging import Conflicts, Merger, Step
from gridctl.intake.records.registercodes import giver_of
from gridctl.intake.records.state import Records, State, Working
from gridctl.intake.records.taken import RowRejected, Taken
from gridctl.schema.codelists import code_list
from gridctl.schema.ledgers import ledger
from gridctl.text.citizen_id import is_valid
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.intake.cells.draft import Draft
    from gridctl.schema.ledgers import Ledger

# Registers whose number forms rarely carry: it is made from the person's identity, as record ids are.
_MADE_KEYS: Final = {"staff": "T"}


def _blocks(about: Ledger, draft: Draft, working: Working) -> dict[str, Any]:
    """The blocks of which a record has one, such as a matter's admission, as the row leaves them."""
    single = {each.name for each in about.columns if each.kind == "part"}
    return {
        name: {**(working.data.get(name) or {}), **{k: v for each in slots.values() for k, v in each.items()}}
        for name, slots in draft.parts.items()
        if name in single
    }


def taker_of(
    state: State, name: str, source: tuple[str, str], conflicts: Conflicts, *, keyed: bool
) -> RecordTaker | HouseholdTaker:
    """Who takes in the rows of a sheet of this ledger; ``source`` names it, ``keyed`` is whether it gives keys."""
    return (
        HouseholdTaker(state, source, conflicts)
        if name == "households"
        else RecordTaker(state, name, source, conflicts, keyed=keyed)
    )


class _Met(NamedTuple):
    """The record a row means, and what it would do to it."""

    working: Working
    step: Step
    added: bool


class RecordTaker:
    """Takes in the rows of one sheet of a ledger in which each row is one record, in their order."""

    def __init__(
        self, state: State, name: str, source: tuple[str, str], conflicts: Conflicts, *, keyed: bool = False
    ) -> None:
        self._state = state
        self._ledger = ledger(name)
        # Where the others have theirs, a new record without one waits for its own.
        self._keyed = keyed
        self._records: Records = state.records(name)
        self._source = source
        self._merger = Merger(source, conflicts)
        self._codes = giver_of(state, name)
        # A row may complete a record by its code alone, but nobody is entered without a name.
        self._named = any(each.name == "name" and each.col.need == "default" for each in self._ledger.columns)
        self.numbers = FromNumber(self._ledger.model.model_fields, wanted=state.fill)

    def say_of_all(self, fields: Iterable[str]) -> None:
        """Take fields as said once, of all rows: they give way to what another sheet of this import says of one."""
        self._merger.said_of_all = frozenset(fields)

    def take(self, draft: Draft) -> Taken:
        """Take one row in."""
        try:
            # All or none: what one of a row's records lacks gives the whole row back.
            found = [self._record(each, Step()) for each in draft.each()]
        except RowRejected as rejected:
            self.numbers.drop()
            return Taken("rejected", faults=((rejected.name, rejected.fault),))
        faults = tuple(fault for each in found for fault in each.step.faults)
        if faults:
            self.numbers.drop()
            notices = tuple(notice for each in found for notice in each.step.notices)
            return Taken("rejected", faults=faults, notices=notices)
        self.numbers.settle(draft.row)
        taken = [self._apply(each, draft.row) for each in found]
        return taken[0] if len(taken) == 1 else Taken.together(taken)

    def newcomers(self, _draft: Draft, _below: Sequence[tuple[int, dict[str, Any]]]) -> Sequence[Taken]:
        """Rows of these ledgers do not depend on each other: each is taken in by itself."""
        return ()

    def pass_over(self) -> None:
        """A row was rejected before it got here; rows of these ledgers do not depend on each other."""

    def _record(self, draft: Draft, step: Step) -> _Met:
        if self._state.houses is not None and "house_code" in draft.own:
            present_code(self._state.houses, draft.own, step.notices)
        if self._state.fill and (number := number_of_certificate(draft.own, draft.value("category"))):
            if not is_valid(number):
                raise RowRejected("basis", Fault("S302", {"value": number}))
            draft.fill["id_no"] = number
        place = self._link(draft)
        coded = self._codes is not None and self._codes.complete(draft.own, draft.fill)
        view = {**draft.fill, **draft.own}
        self._check(view)
        hits = self._records.find(view)
        if len(hits) > 1:
            raise RowRejected("", Fault("I163", {"count": str(len(hits))}))
        working = hits[0] if hits else self._new(draft, view)
        if working.ended:
            raise RowRejected("", Fault("I171", {"record": working.key}))
        added = working.key not in self._records.by_key
        if added and self._named and not view.get("name"):
            raise RowRejected("name", missing(self._ledger.name, "name"))
        if added and self._ledger.name in _MADE_KEYS and not view.get(self._ledger.key):
            if self._keyed:
                raise RowRejected(self._ledger.key, missing(self._ledger.name, self._ledger.key))
            step.notices.append((self._ledger.key, Fault("I215", {"value": working.key})))
        own, lists = draft.own, draft.parts
        if lists and (blocks := _blocks(self._ledger, draft, working)):
            own, lists = {**own, **blocks}, {name: each for name, each in lists.items() if name not in blocks}
        known = {"id_no": draft.fill["id_no"], **own} if "id_no" in draft.fill else own
        fill = {**self.numbers.of(known, working.data), **draft.fill}
        self._merger.fields(step, working, self._ledger.name, own, fill)
        for name, slots in lists.items():
            for each in slots.values():
                self._merger.part(step, working, self._ledger.name, name, each)
        if draft.resident and place is not None:
            house, index = place
            said = {name: value for name, value in draft.resident.items() if value is not None}
            self._merger.fields(step, house, "households", said, {}, member=index)
        elif self._ledger.name in OF_RESIDENTS and place is None:
            step.notices.append(("name", Fault("I167", {"fields": _resident_labels(draft) or "无"})))
        if coded:
            step.notices.append((self._ledger.key, Fault("I175", {"value": working.key})))
        return _Met(working, step, added)

    def _apply(self, met: _Met, row: int) -> Taken:
        self._merger.apply(met.step, row)
        if met.added:
            self._records.add(met.working)
        elif met.step.sets:
            self._records.reindex(met.working)
        return Taken.into(met.working, met.step, added=met.added, new=met.added)

    def _link(self, draft: Draft) -> tuple[Working, int] | None:
        """Find the resident a record is about, and take house and grid from there."""
        if self._ledger.name not in OF_RESIDENTS:
            return None
        person = {name: draft.value(name) for name in ("id_no", "name", "birth_date", "sex")}
        places = self._state.people.find(person)
        if len(places) != 1:
            return None
        working, index = places[0]
        draft.fill.setdefault("person", working.data["members"][index].get("id"))
        grid = working.data.get("grid_code")
        if grid:
            draft.fill["grid_code"] = grid
        if self._ledger.name == "special_groups":
            draft.fill.setdefault("house_code", working.data.get("house_code"))
        draft.fill = {name: value for name, value in draft.fill.items() if value is not None}
        return working, index

    def _check(self, view: Mapping[str, Any]) -> None:
        for group in NEEDED.get(self._ledger.name, ()):
            if not any(view.get(name) for name in group):
                one = len(group) == 1
                fault = missing(self._ledger.name, group[0]) if one else Fault("I160", {"needs": self._labels(group)})
                raise RowRejected(group[0], fault)
        if self._ledger.key != "id" and self._ledger.name not in _MADE_KEYS and not view.get(self._ledger.key):
            raise RowRejected(self._ledger.key, Fault("I160", {"needs": self._labels((self._ledger.key,))}))
        category = view.get("category")
        if self._ledger.name == "special_groups" and category:
            item = code_list("special_category").item(str(category))
            if item.extra.get("pack") == "statutory" and item.key not in self._state.settings.statutory_groups:
                raise RowRejected("category", Fault("I169", {"value": item.zh}))

    def _new(self, draft: Draft, view: Mapping[str, Any]) -> Working:
        found = self._ledger
        seed = self._records.seed(view) or self._row_seed(draft)
        prefix = _MADE_KEYS.get(found.name, found.prefix)
        key = str(view.get(found.key) or new_id(prefix, found.name, *seed))
        known = self._records.by_key.get(key)
        if known is not None and differs(VISITED, view, known.data):
            # Somebody else was visited there on that day.
            key = new_id(prefix, found.name, *seed, str(view[VISITED]))
            known = self._records.by_key.get(key)
        if known is not None:
            return known
        return Working(key, {found.key: key}, None)

    def _row_seed(self, draft: Draft) -> tuple[str, ...]:
        return (*self._source, str(draft.row))

    def _labels(self, names: tuple[str, ...]) -> str:
        return "、".join(self._ledger.column(name).col.zh for name in names)


def _resident_labels(draft: Draft) -> str:
    return "、".join(column_at("households", f"members.{name}").col.zh for name in draft.resident)
