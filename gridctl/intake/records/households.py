"""Rows of the household ledger: each is a house, a person in one, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.cells.values import Fault, missing
from gridctl.intake.records.fromnumber import FromNumber
from gridctl.intake.records.householdrows import HEADS, HOUSE_KEYS, HOUSE_LABELS
from gridctl.intake.records.identity import birth_of
from gridctl.intake.records.knownhouses import known_house, same_address
from gridctl.intake.records.merging import Conflicts, FieldChange, Merger, Step, match_member
from gridctl.intake.records.state import Working
from gridctl.intake.records.taken import RowRejected, Taken
from gridctl.schema.ledgers import PERSON_PREFIX, ledger
from gridctl.schema.person import Person
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.intake.cells.draft import Draft
    from gridctl.intake.records.state import State

_ONLY_MEMBERS: Final = frozenset(("members",))


class HouseholdTaker:
    """Takes in the rows of one sheet, in their order."""

    def __init__(self, state: State, source: tuple[str, str], conflicts: Conflicts) -> None:
        self._state = state
        self._ledger = ledger("households")
        self._records = state.records("households")
        self._source = source
        self._conflicts = conflicts
        self._merger = Merger(source, conflicts)
        self.numbers = FromNumber(Person.model_fields, wanted=state.fill)
        # The house of the row before; and the same if the row's own fields alone decided on it.
        self._previous: Working | None = None
        self._same: _SameHouse | None = None
        self._by_house = False

    def say_of_all(self, fields: Iterable[str]) -> None:
        """As that of the other ledgers' rows."""
        self._merger.said_of_all = frozenset(fields)

    def take(self, draft: Draft) -> Taken:
        """Take one row in."""
        if draft.parts.keys() <= _ONLY_MEMBERS:
            same = self._same
            taken = self._newcomer(draft, same.working) if same and same.fits(draft) else self._new_here(draft)
            if taken is not None:
                return taken
        try:
            taken = self._take(draft, Step())
        except RowRejected as rejected:
            self.pass_over()
            return Taken("rejected", faults=((rejected.name, rejected.fault),))
        self.numbers.settle(draft.row)
        return taken

    def pass_over(self) -> None:
        """A row was rejected before it got here: what follows does not belong to the household before it."""
        self._previous = None
        self._same = None
        self.numbers.drop()

    def newcomers(self, draft: Draft, below: Sequence[tuple[int, dict[str, Any]]]) -> list[Taken]:
        """Take in rows below one that was taken, up to the first that names nobody new; what became of them."""
        same = self._same
        taken: list[Taken] = []
        if same is not None and same.fits(draft):
            fill = _member_fill(draft) if draft.fill else {}
            for row, said in below:
                one = self._joins(same.working, row, said, fill)
                if one is None:
                    break
                taken.append(one)
        return taken

    def _newcomer(self, draft: Draft, working: Working) -> Taken | None:
        """The row says of its house just what the row before said, and names one person whom nobody has named yet.

        Most rows are like this; None if it is not.
        """
        members = draft.parts.get("members")
        if not members or len(members) != 1:
            return None
        fill = _member_fill(draft) if draft.fill else {}
        return self._joins(working, draft.row, next(iter(members.values())), fill)

    def _joins(self, working: Working, row: int, said: dict[str, Any], fill: dict[str, Any]) -> Taken | None:
        """Take in a person whom nobody has named yet; None if it is somebody known."""
        name, number = said.get("name"), said.get("id_no")
        if not name:
            return None
        for each in working.data.get("members") or ():
            if each.get("name") == name or (number and each.get("id_no") == number):
                return None
        part = self._newly(working, row, said, fill)
        told = _second_head(working, part)
        present = working.touch().setdefault("members", [])
        present.append(part)
        self._state.moved_in(working, len(present) - 1)
        if working.base is None:
            return Taken("added", working.key, notices=told)
        change = FieldChange("households", working.key, f"members[{part['id']}]", None, part)
        return Taken("added", working.key, (change,), notices=told)

    def _new_here(self, draft: Draft) -> Taken | None:
        """The row is a house, with one person or none, that shares no key with any known; None if it is not."""
        own, members = draft.own, draft.parts.get("members")
        if own.get("id") or (members and len(members) != 1):
            return None
        said = next(iter(members.values())) if members else {}
        if said and not said.get("name"):
            return None
        view = {**own, **_house_fill(draft), **own} if draft.fill else own
        keys = self._records.keys(view)
        seed = self._records.seed_of(keys)
        if seed is None or self._records.knows(keys) or self._is_known_otherwise(own, said):
            return None
        key = new_id(self._ledger.prefix, self._ledger.name, *seed)
        if key in self._records.by_key:
            return None
        working = Working(key, {"id": key, **view}, None)
        working.said.append((self._source, draft.row, "", own if draft.fill else working.data))
        if said:
            fill = _member_fill(draft) if draft.fill else {}
            working.data["members"] = [self._newly(working, draft.row, said, fill)]
        self._records.enter(working, keys)
        self._state.moved_in(working, 0)
        self._previous = working
        self._same = _SameHouse(draft, working) if self._conflicts.policy == "take" else None
        return Taken("added", key)

    def _is_known_otherwise(self, own: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
        """Whether a house without a known key may be one of the ledger: by its address, or by who lives there."""
        code, address = own.get("house_code") or "", own.get("address") or ""
        if not code and not address:
            return not own.get("household_no") or bool(self._state.people.find(said))
        houses = self._state.houses
        return houses is not None and bool(houses.settle(code, address)[0])

    def _take(self, draft: Draft, step: Step) -> Taken:
        said = dict(draft.own)
        members = {slot: each for slot, each in draft.parts.get("members", {}).items() if _is_someone(each)}
        working = self._house_of(draft, said, members)
        if (houses := self._state.houses) is not None and any(said.get(name) for name in ("house_code", "address")):
            if working is None:
                working = known_house(houses, self._records, said, step.notices)
            if working is not None and not working.ended:
                same_address(houses, working, said, step.notices)
        if working is not None and working.ended:
            raise RowRejected("", Fault("I171", {"record": working.key}))
        fill = _house_fill(draft)
        if working is None:
            working = self._new_house(draft, said, members)
        elif members and _other_number(working, said):
            # Two families in one house: the house keeps its number, the person carries their own.
            own_number = said.pop("household_no")
            members = {slot: {"household_no": own_number, **each} for slot, each in members.items()}
        new = working.key not in self._records.by_key
        if new:
            working.data.update({**said, **{name: value for name, value in fill.items() if name not in said}})
            step.said.append((working, "", said))
        else:
            self._merger.fields(step, working, "households", said, fill)
        added = self._members(step, working, members, _member_fill(draft)) or new
        for name, slots in draft.parts.items():
            if name != "members":
                for each in slots.values():
                    self._merger.part(step, working, "households", name, each)
        if step.faults:
            self.pass_over()
            return Taken("rejected", faults=tuple(step.faults), notices=tuple(step.notices))
        before = len(working.data.get("members") or ())
        self._merger.apply(step, draft.row)
        if new or any(block is None for _, block, *_ in step.sets):
            self._records.add(working)
        self._state.moved_in(working, before)
        self._previous = working
        # A value that is kept is told of in every row.
        same = self._by_house and len(said) == len(draft.own) and self._conflicts.policy == "take"
        self._same = _SameHouse(draft, working) if same else None
        return Taken.into(working, step, added=added, new=new)

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
                raise RowRejected("", Fault("I163", {"count": str(len(hits))}))
            if hits or said.get("house_code") or said.get("address") or lead is None:
                return hits[0] if hits else None
            self._by_house = False
            return self._house_by_person(lead, said)
        if lead is None:
            raise RowRejected("", Fault("I160", {"needs": HOUSE_LABELS}))
        relation = lead.get("relation")
        if relation and relation not in HEADS and self._previous is not None:
            return self._previous
        working = self._house_by_person(lead, said)
        # Only a head of household, said to be one, begins a house of which nothing else is known.
        if working is None and relation not in HEADS:
            raise RowRejected("", Fault("I160", {"needs": HOUSE_LABELS}))
        return working

    def _house_by_person(self, lead: Mapping[str, Any], said: Mapping[str, Any]) -> Working | None:
        places = self._state.people.find(lead)
        houses = {working.key: working for working, _ in places if not _other_number(working, said)}
        if len(houses) > 1:
            raise RowRejected("", Fault("I163", {"count": str(len(houses))}))
        return next(iter(houses.values()), None)

    def _new_house(self, draft: Draft, said: Mapping[str, Any], members: Mapping[int, dict[str, Any]]) -> Working:
        view = {**draft.fill, **said}
        seed = self._records.seed(view) or _person_seed(members) or (*self._source, str(draft.row))
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
                raise RowRejected("members.name", missing("households", "members.name"))
            index, unclear = match_member(present, said)
            if unclear:
                raise RowRejected("members.name", Fault("I163", {"count": "2"}))
            if index is not None and index >= known:
                # The row names one person twice.
                present[index].update({name: value for name, value in said.items() if name not in present[index]})
                continue
            if index is not None:
                known_here = self.numbers.of(said, present[index])
                self._merger.fields(step, working, "households", said, {**fill, **known_here}, member=index)
                continue
            part = self._person(working, said, {**self.numbers.of(said, {}), **fill})
            step.notices += _second_head(working, part)
            block = f"members[{part['id']}]"
            step.parts.append((working, "members", part, FieldChange("households", working.key, block, None, part)))
            step.said.append((working, part["id"], said))
            present.append(part)
        return len(present) > known

    def _newly(self, working: Working, row: int, said: dict[str, Any], fill: dict[str, Any]) -> dict[str, Any]:
        """A newcomer; the row is taken in for certain."""
        if "sex" not in said or "birth_date" not in said:
            fill = {**self.numbers.of(said, {}), **fill}
            self.numbers.settle(row)
        part = self._person(working, said, fill)
        # A dictionary a person: 200 000 more of them would be 50 MB. `Merger.apply` parts them before one changes.
        working.said.append((self._source, row, part["id"], said if fill else part))
        return part

    def _person(self, working: Working, said: Mapping[str, Any], fill: Mapping[str, Any]) -> dict[str, Any]:
        return {"id": self._member_id(working, said), **fill, **said}

    def _member_id(self, working: Working, said: Mapping[str, Any]) -> str:
        """Made from the number, or from house, name and birth date; a namesake in the house gets the next one."""
        seed = (str(said["id_no"]),) if said.get("id_no") else (str(said["name"]), birth_of(said))
        members = working.data.get("members")
        if not members:
            return new_id(PERSON_PREFIX, working.key, *seed)
        taken = [each.get("id") for each in members]
        made = new_id(PERSON_PREFIX, working.key, *seed)
        number = 0
        while made in taken:
            number += 1
            made = new_id(PERSON_PREFIX, working.key, *seed, str(number))
        return made


class _SameHouse:
    """A row that was taken into a house which its own fields alone decide; rows that say the same belong there too."""

    __slots__ = ("_fill", "_own", "working")

    def __init__(self, draft: Draft, working: Working) -> None:
        self._own = draft.own
        self._fill = draft.fill
        self.working = working

    def fits(self, draft: Draft) -> bool:
        """Whether a row says the same about its house."""
        return draft.own == self._own and draft.fill == self._fill


def _second_head(working: Working, part: Mapping[str, Any]) -> tuple[tuple[str, Fault], ...]:
    """What is told of the head of a household who comes to a house that has another: several may share one."""
    if part.get("relation") != HEADS[0]:
        return ()
    for each in working.data.get("members") or ():
        if each.get("relation") == HEADS[0] and not each.get("moved_out") and not each.get("death_date"):
            return (("members.name", Fault("I176", {"other": str(each.get("name") or "")})),)
    return ()


def _house_fill(draft: Draft) -> dict[str, Any]:
    return {name: value for name, value in draft.fill.items() if not name.startswith("members.")}


def _member_fill(draft: Draft) -> dict[str, Any]:
    return {name.removeprefix("members."): value for name, value in draft.fill.items() if name.startswith("members.")}


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
