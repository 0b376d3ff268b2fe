"""One row after the other is taken into the state: matched, merged, or rejected with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from gridctl.intake.identity import NEEDED, birth_of
from gridctl.intake.merging import FieldChange, Merger, Policy, Step, match_member
from gridctl.intake.rows import HEADS, HOUSE_KEYS
from gridctl.intake.state import Records, State, Working
from gridctl.intake.values import Fault
from gridctl.intake.vocabulary import OF_RESIDENTS, column_at
from gridctl.schema.codelists import code_list
from gridctl.schema.ledgers import PERSON_PREFIX, ledger
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.intake.rows import Draft

_ONLY_MEMBERS: Final = frozenset(("members",))

Status = Literal["added", "changed", "unchanged", "rejected"]

# Registers whose number forms rarely carry: it is made from the person's identity, as record ids are.
_MADE_KEYS: Final = {"staff": "T"}


class Taken(NamedTuple):
    """What became of one row. ``faults`` (they reject it) and ``notices`` name a field, "" for the whole row."""

    status: Status
    record: str = ""
    changes: tuple[FieldChange, ...] = ()
    faults: tuple[tuple[str, Fault], ...] = ()
    notices: tuple[tuple[str, Fault], ...] = ()


class _RejectedError(Exception):
    """A row cannot be taken; never leaves this module."""

    def __init__(self, name: str, fault: Fault) -> None:
        super().__init__(fault.code)
        self.name = name
        self.fault = fault


class Taker:
    """Takes in the rows of one sheet of one ledger, in their order."""

    def __init__(self, state: State, name: str, source: tuple[str, str], policy: Policy) -> None:
        self._state = state
        self._ledger = ledger(name)
        self._records: Records = state.records(name)
        self._source = source
        self._policy = policy
        self._merger = Merger(source, policy)
        self._previous: Working | None = None
        self._same: _SameHouse | None = None
        self._by_house = False

    def take(self, draft: Draft) -> Taken:
        """Take one row in."""
        step = Step()
        try:
            if self._ledger.name == "households":
                return self._household(draft, step)
            return self._record(draft, step)
        except _RejectedError as error:
            self.pass_over()
            return Taken("rejected", faults=((error.name, error.fault),))

    def pass_over(self) -> None:
        """A row was rejected before it got here: what follows does not belong to the household before it."""
        self._previous = None
        self._same = None

    # -- households -------------------------------------------------------------------------------------------------

    def _household(self, draft: Draft, step: Step) -> Taken:
        if self._same is not None and self._same.fits(draft):
            return self._same_house(draft, step, self._same.working)
        said = dict(draft.own)
        members = _members_of(draft)
        working = self._house_of(draft, said, members)
        if working is not None and working.ended:
            raise _RejectedError("", Fault("I171", {"record": working.key}))
        fill = {name: value for name, value in draft.fill.items() if not name.startswith("members.")}
        if working is None:
            working = self._new_house(draft, said, members)
        elif members and _other_number(working, said):
            # Two families in one house: the house keeps its number, the person carries their own.
            own_number = said.pop("household_no")
            members = {slot: {"household_no": own_number, **each} for slot, each in members.items()}
        new_house = working.key not in self._records.by_key
        self._merger.fields(step, working, "households", said, fill)
        added = self._members(step, working, members, _member_fill(draft)) or new_house
        for name, slots in draft.parts.items():
            if name != "members":
                for each in slots.values():
                    self._merger.part(step, working, "households", name, each)
        if step.faults:
            self.pass_over()
            return Taken("rejected", faults=tuple(step.faults), notices=tuple(step.notices))
        before = len(working.data.get("members") or ())
        self._merger.apply(step, draft.row)
        if new_house or any(block is None for _, block, *_ in step.sets):
            self._records.add(working)
        self._state.moved_in(working, before)
        self._previous = working
        # A value that is kept is told of in every row.
        same = self._by_house and len(said) == len(draft.own) and self._policy == "take"
        self._same = _SameHouse(draft, working) if same else None
        return _outcome(working, step, added=added)

    def _same_house(self, draft: Draft, step: Step, working: Working) -> Taken:
        """The row says of its house just what the row before said: only the people are new to us."""
        members = _members_of(draft)
        before = len(working.data.get("members") or ())
        added = self._members(step, working, members, _member_fill(draft))
        if step.faults:
            self.pass_over()
            return Taken("rejected", faults=tuple(step.faults), notices=tuple(step.notices))
        self._merger.apply(step, draft.row)
        self._state.moved_in(working, before)
        return _outcome(working, step, added=added)

    def _house_of(self, draft: Draft, said: dict[str, Any], members: Mapping[int, dict[str, Any]]) -> Working | None:
        """The household a row belongs to; None for a new one."""
        lead = next(iter(members.values()), None)
        self._by_house = False
        if any(said.get(name) for name in ("id", *HOUSE_KEYS)):
            hits = self._records.find({**draft.fill, **said})
            self._by_house = len(hits) < 2
            if len(hits) > 1 and lead:
                hits = [
                    each for each in hits if match_member(each.data.get("members") or [], lead)[0] is not None
                ] or hits
            if len(hits) > 1:
                raise _RejectedError("", Fault("I163", {"count": str(len(hits))}))
            if hits or said.get("house_code") or said.get("address") or lead is None:
                return hits[0] if hits else None
            self._by_house = False
            return self._house_by_person(lead, said)
        if lead is None:
            raise _RejectedError("", Fault("I160", {"needs": self._labels(HOUSE_KEYS)}))
        member = lead.get("relation") and lead["relation"] not in HEADS
        if member and self._previous is not None:
            return self._previous
        working = self._house_by_person(lead, said)
        if member and working is None:
            raise _RejectedError("", Fault("I160", {"needs": self._labels(HOUSE_KEYS)}))
        return working

    def _house_by_person(self, lead: Mapping[str, Any], said: Mapping[str, Any]) -> Working | None:
        places = self._state.people.find(lead)
        houses = {working.key: working for working, _ in places if not _other_number(working, said)}
        if len(houses) > 1:
            raise _RejectedError("", Fault("I163", {"count": str(len(houses))}))
        return next(iter(houses.values()), None)

    def _new_house(self, draft: Draft, said: Mapping[str, Any], members: Mapping[int, dict[str, Any]]) -> Working:
        view = {**draft.fill, **said}
        seed = self._records.seed(view) or _person_seed(members) or self._row_seed(draft)
        key = str(said.get("id") or new_id(self._ledger.prefix, self._ledger.name, *seed))
        if (known := self._records.by_key.get(key)) is not None:
            return known
        return Working(key, {"id": key}, None)

    def _members(
        self, step: Step, working: Working, members: Mapping[int, dict[str, Any]], fill: Mapping[str, Any]
    ) -> bool:
        present = list(working.data.get("members") or [])
        known = len(present)
        for said in members.values():
            if not said.get("name"):
                raise _RejectedError("members.name", _missing("households", "members.name"))
            index, unclear = match_member(present, said)
            if unclear:
                raise _RejectedError("members.name", Fault("I163", {"count": "2"}))
            if index is not None and index >= known:
                # The row names one person twice.
                present[index].update({name: value for name, value in said.items() if name not in present[index]})
                continue
            if index is not None:
                self._merger.fields(step, working, "households", said, fill, member=index)
                continue
            part = {"id": self._member_id(working, said), **{k: v for k, v in fill.items() if k not in said}, **said}
            change = FieldChange("households", working.key, f"members[{part['id']}]", None, part)
            step.parts.append((working, "members", part, change))
            step.said.append((working, f"members[{part['id']}].", said))
            present.append(part)
        return len(present) > known

    def _member_id(self, working: Working, said: Mapping[str, Any]) -> str:
        """Made from the number, or from house, name and birth date; a namesake in the house gets the next one."""
        seed = (str(said["id_no"]),) if said.get("id_no") else (str(said["name"]), birth_of(said))
        taken = {each.get("id") for each in working.data.get("members") or ()}
        number = 0
        while (made := new_id(PERSON_PREFIX, working.key, *seed, *([str(number)] if number else []))) in taken:
            number += 1
        return made

    # -- all other ledgers ------------------------------------------------------------------------------------------

    def _record(self, draft: Draft, step: Step) -> Taken:
        place = self._link(draft)
        view = {**draft.fill, **draft.own}
        self._check(view)
        hits = self._records.find(view)
        if len(hits) > 1:
            raise _RejectedError("", Fault("I163", {"count": str(len(hits))}))
        working = hits[0] if hits else self._new(draft, view)
        if working.ended:
            raise _RejectedError("", Fault("I171", {"record": working.key}))
        added = working.key not in self._records.by_key
        self._merger.fields(step, working, self._ledger.name, draft.own, draft.fill)
        for name, slots in draft.parts.items():
            for each in slots.values():
                self._merger.part(step, working, self._ledger.name, name, each)
        if draft.resident and place is not None:
            house, index = place
            said = {name: value for name, value in draft.resident.items() if value is not None}
            self._merger.fields(step, house, "households", said, {}, member=index)
        elif self._ledger.name in OF_RESIDENTS and place is None:
            step.notices.append(("name", Fault("I167", {"fields": _resident_labels(draft) or "无"})))
        if step.faults:
            return Taken("rejected", faults=tuple(step.faults), notices=tuple(step.notices))
        self._merger.apply(step, draft.row)
        if added:
            self._records.add(working)
        elif step.sets:
            self._records.reindex(working)
        return _outcome(working, step, added=added)

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
                fault = _missing(self._ledger.name, group[0]) if one else Fault("I160", {"needs": self._labels(group)})
                raise _RejectedError(group[0], fault)
        if self._ledger.key != "id" and self._ledger.name not in _MADE_KEYS and not view.get(self._ledger.key):
            raise _RejectedError(self._ledger.key, Fault("I160", {"needs": self._labels((self._ledger.key,))}))
        category = view.get("category")
        if self._ledger.name == "special_groups" and category:
            item = code_list("special_category").item(str(category))
            if item.extra.get("pack") == "statutory" and item.key not in self._state.settings.statutory_groups:
                raise _RejectedError("category", Fault("I169", {"value": item.zh}))

    def _new(self, draft: Draft, view: Mapping[str, Any]) -> Working:
        found = self._ledger
        seed = self._records.seed(view) or self._row_seed(draft)
        prefix = _MADE_KEYS.get(found.name, found.prefix)
        key = str(view.get(found.key) or new_id(prefix, found.name, *seed))
        if (known := self._records.by_key.get(key)) is not None:
            return known
        return Working(key, {found.key: key}, None)

    def _row_seed(self, draft: Draft) -> tuple[str, ...]:
        return (*self._source, str(draft.row))

    def _labels(self, names: tuple[str, ...]) -> str:
        return "、".join(self._ledger.column(name).col.zh for name in names)


class _SameHouse:
    """A row that was taken into a house which its own fields alone decide; rows that say the same belong there too."""

    __slots__ = ("_fill", "_own", "working")

    def __init__(self, draft: Draft, working: Working) -> None:
        self._own = draft.own
        self._fill = draft.fill
        self.working = working

    def fits(self, draft: Draft) -> bool:
        """Whether a row says the same about its house."""
        return draft.own == self._own and draft.fill == self._fill and draft.parts.keys() <= _ONLY_MEMBERS


def _members_of(draft: Draft) -> dict[int, dict[str, Any]]:
    return {slot: each for slot, each in draft.parts.get("members", {}).items() if _is_someone(each)}


def _member_fill(draft: Draft) -> dict[str, Any]:
    return {name.removeprefix("members."): value for name, value in draft.fill.items() if name.startswith("members.")}


def _outcome(working: Working, step: Step, *, added: bool) -> Taken:
    changes = step.changes
    status: Status = "added" if added else "changed" if changes else "unchanged"
    return Taken(status, working.key, changes, (), tuple(step.notices))


def _missing(name: str, path: str) -> Fault:
    col = column_at(name, path).col
    return Fault("S102", {"label": col.zh, "label_en": col.en})


def _resident_labels(draft: Draft) -> str:
    return "、".join(column_at("households", f"members.{name}").col.zh for name in draft.resident)


def _is_someone(member: Mapping[str, Any]) -> bool:
    """Whether anything but the form's own constants is said about a member."""
    return any(value not in (None, "", []) for name, value in member.items() if name != "relation")


def _other_number(working: Working, said: Mapping[str, Any]) -> bool:
    given, known = said.get("household_no"), working.data.get("household_no")
    return bool(given and known and str(given) != str(known))


def _person_seed(members: Mapping[int, Mapping[str, Any]]) -> tuple[str, ...] | None:
    for each in members.values():
        if each.get("id_no"):
            return ("id_no", str(each["id_no"]))
        if each.get("name") and birth_of(each):
            return ("name", str(each["name"]), birth_of(each))
    return None
