"""One code that stands for two houses: the other house gets a code, a record and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gridctl.addresses.changes.recoding import CodePlan, Data, data_of, house_ids, uses
from gridctl.addresses.codes.assigning import composer_of
from gridctl.addresses.codes.references import code_references, find_references
from gridctl.addresses.codes.schemes import SchemeError
from gridctl.addresses.doubles.match import compare
from gridctl.findings.finding import Finding, Severity
from gridctl.schema.ledgers import ledger
from gridctl.store.changeset import Add, ChangeSet, Set
from gridctl.store.faults import NotFound, UsageFault
from gridctl.store.indexfields import referring
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gridctl.addresses.codes.references import Reference
    from gridctl.store.changeset import Change
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

_HOUSES = "households"
# What the new record has in common with the one it is split from: where it stands.
_SAME_PLACE = ("grid_code", "cell_code", "building_code", "use", "structure")
# Fields that tell where a record's place is, in the ledgers that refer to houses.
_PLACES = ("address", "place")


class Wish(NamedTuple):
    """Who and what goes to the new code: residents (ids or names) and records that refer to the old one (ids).

    ``stay`` are records that stay though they could be either's. ``code`` is the new one; "" takes it from the scheme.
    """

    address: str = ""
    house: str = ""
    people: tuple[str, ...] = ()
    take: frozenset[str] = frozenset()
    stay: frozenset[str] = frozenset()
    code: str = ""


class _Side(NamedTuple):
    """One of the two houses, by what tells which of them a reference means.

    ``alone``: the record was that house's only, before the split too, so that whoever names it means the house.
    """

    record: str
    alone: bool
    address: str
    people: frozenset[str]
    names: frozenset[str]


def plan_split(ws: Workspace, code: str, wish: Wish) -> CodePlan:
    """Plan a code of its own for the second house under `code`.

    Where one record has the code, a new record is made at ``wish.address``, with the residents named; where several
    have it, ``wish.house`` is the one that gets the new code. Records that refer to the code go along by whom they are
    about, then by their address, then by ``take`` and ``stay``; what cannot be told stays with the old code and is
    listed (C341). The new code comes from the scheme, as with `plan_codes`.
    Raises NotFound for an unknown code, resident or reference, UsageFault for a wish that does not fit.
    """
    index = ws.index()
    found = house_ids(index, code)
    if not found:
        raise NotFound(f"住户信息里没有房屋编码 {code}。", f"There is no house with the code {code}.")
    if len(found) > 1:
        kept, other = _of_several(found, wish)
        old, new = data_of(ws, _HOUSES, kept), data_of(ws, _HOUSES, other)
        own_code = new["house_code"]
        changes: list[Change] = []
    else:
        kept, old = found[0], data_of(ws, _HOUSES, found[0])
        other, new, changes = _cut_off(ws, kept, old, wish)
        own_code = old.get("house_code")
    if not own_code:
        raise UsageFault(f"{kept} 还没有编码，请用 codes assign。", f"{kept} has no code yet: see codes assign.")
    fresh = _code_for(ws, new, wish)
    if len(found) > 1:
        changes.append(Set(_HOUSES, other, "house_code", own_code, fresh))
    else:
        added = {"id": other, "house_code": fresh} | new
        changes.insert(0, Add(_HOUSES, other, added))
    sides = (_side(kept, old, alone=len(found) > 1, without=_ids(new)), _side(other, new, alone=True))
    moved, findings = _divide(index, own_code, sides, wish)
    changes += [change for each in moved for change in _follow(index, each, own_code, fresh, kept, other)]
    return CodePlan(ChangeSet(tuple(changes), f"codes split {own_code}: {fresh}"), findings)


def _of_several(found: Sequence[str], wish: Wish) -> tuple[str, str]:
    if wish.address or wish.people:
        raise UsageFault(
            "这个编码已经有几条住户记录，用 --house 写明哪一条改用新编码，不用 --address 和 --people。",
            "Several records have this code: say with --house which gets the new one, without --address and --people.",
        )
    if wish.house not in found:
        ids = "、".join(found)
        raise UsageFault(
            f"请用 --house 写明哪一条改用新编码：{ids}。",
            f"Say with --house which record gets the new code: {', '.join(found)}.",
        )
    return next(each for each in found if each != wish.house), wish.house


def _cut_off(ws: Workspace, kept: str, old: Data, wish: Wish) -> tuple[str, Data, list[Change]]:
    """The record of the new house, and what is taken from the old one: residents, and aliases that are its address."""
    if not wish.address:
        raise UsageFault("请用 --address 写明新房屋的地址。", "Give the new house's address with --address.")
    if compare(wish.address, old.get("address") or "").verdict == "same":
        raise UsageFault(
            f"新地址与原地址是同一处：{wish.address}。", f"The new address is the old house's own: {wish.address}."
        )
    new: Data = {name: old[name] for name in _SAME_PLACE if name in old} | {"address": wish.address}
    other = new_id("H", "split", kept, old.get("house_code") or "", wish.address)
    if ws.get(_HOUSES, other) is not None:
        raise UsageFault(f"已经分出过 {other}（{wish.address}）。", f"{other} was split off before ({wish.address}).")
    changes: list[Change] = []
    members = old.get("members") or []
    going = sorted({_member(members, each) for each in wish.people})
    if going:
        new["members"] = [members[at] for at in going]
        if old.get("occupancy"):
            new["occupancy"] = old["occupancy"]
    # From the last to the first, so that the places of the others hold, and undoing puts each where it was.
    for at in reversed(going):
        step = f"[{members[at]['id']}@{at}]" if members[at].get("id") else f"[{at}]"
        changes.append(Set(_HOUSES, kept, f"members{step}", members[at], None))
    aliases = old.get("aliases") or []
    its = [at for at, each in enumerate(aliases) if compare(each.get("text") or "", wish.address).verdict == "same"]
    if its:
        new["aliases"] = [aliases[at] for at in its]
    changes += [Set(_HOUSES, kept, f"aliases[{at}]", aliases[at], None) for at in reversed(its)]
    return other, new, changes


def _member(members: Sequence[Data], named: str) -> int:
    hits = [at for at, each in enumerate(members) if named in (each.get("id"), each.get("name"))]
    if len(hits) == 1:
        return hits[0]
    if not hits:
        raise NotFound(f"这户没有 {named}。", f"{named} does not live in this house.")
    raise UsageFault(
        f"这户有 {len(hits)} 个 {named}，请写人员编号。", f"{len(hits)} people here are called {named}; give the id."
    )


def _code_for(ws: Workspace, new: Data, wish: Wish) -> str:
    composer = composer_of(ws)
    if wish.code:
        known = uses(ws.index(), composer.used)
        if not known.free_for(wish.code, ""):
            raise UsageFault(
                f"编码 {wish.code} 用过，不能再用。", f"The code {wish.code} was used before and is never used again."
            )
        return wish.code
    try:
        return composer.new(new.get("grid_code") or "", new.get("building_code") or "", new.get("address") or "")
    except SchemeError as error:
        raise UsageFault(
            f"编不出新编码（{error.told('zh')}）；用 --code 写明。",
            f"No new code can be made ({error}); give one with --code.",
        ) from None


def _side(record: str, data: Data, *, alone: bool, without: Collection[str] = ()) -> _Side:
    members = [each for each in data.get("members") or [] if each.get("id") not in without]
    return _Side(
        record,
        alone,
        data.get("address") or "",
        frozenset(each["id"] for each in members if each.get("id")),
        frozenset(each["name"] for each in members if each.get("name")),
    )


def _ids(data: Data) -> set[str]:
    return {each["id"] for each in data.get("members") or [] if each.get("id")}


def _divide(index: Index, code: str, sides: tuple[_Side, _Side], wish: Wish) -> tuple[list[Reference], list[Finding]]:
    """The references that go to the new code, and C341 for those that could be either's."""
    places = find_references(index, code_references(), [code]).get(code, [])
    unknown = (wish.take | wish.stay) - {each.record for each in places}
    if unknown:
        raise NotFound(
            f"这些记录没有用编码 {code}：{'、'.join(sorted(unknown))}。",
            f"These records do not refer to the code {code}: {', '.join(sorted(unknown))}.",
        )
    moved, findings = [], []
    for each in places:
        goes = each.record in wish.take if each.record in wish.take | wish.stay else _tell(index, each, sides)
        if goes:
            moved.append(each)
        elif goes is None:
            findings.append(
                Finding("C341", Severity.WARNING, ledger=each.ledger, record=each.record, field=each.path,
                        params={"value": code})
            )  # fmt: skip
    return moved, findings


def _tell(index: Index, reference: Reference, sides: tuple[_Side, _Side]) -> bool | None:
    """Whether a reference means the new house: by whom it is about, then by its address; None if nothing tells."""
    old, new = sides
    said = _said(index, reference)
    for one, other, goes in ((new, old, True), (old, new, False)):
        if said.people & one.people - other.people or said.names & one.names - other.names:
            return goes
    if new.record in said.people:
        return True
    if old.record in said.people and old.alone:
        return False
    for place in said.places:
        verdicts = [compare(place, side.address).verdict == "same" if side.address else False for side in (old, new)]
        if verdicts[0] != verdicts[1]:
            return verdicts[1]
    return None


class _Said(NamedTuple):
    """Whom and where a referring record says it is about; ``people`` are ids, of a house visited too."""

    people: frozenset[str]
    names: frozenset[str]
    places: tuple[str, ...]


def _said(index: Index, reference: Reference) -> _Said:
    about = ledger(reference.ledger)
    fields = [name for name in (*_PLACES, "target", "target_name", "name") if name in about.model.model_fields]
    listed = ", ".join(fields) or "NULL"
    # Names come from the models, never from data.
    (row,) = index.rows(f"SELECT {listed} FROM {about.name} WHERE {about.key} = ?", [reference.record])  # noqa: S608
    people = {row["target"]} if row.get("target") else set()
    for field in referring("persons"):
        if field.ledger == about.name:
            query = f"SELECT {field.name} FROM {field.table} WHERE {field.owner} = ?"  # noqa: S608
            people |= {key for (key,) in index.sql(query, [reference.record]) if key}
    names = {row[name] for name in ("target_name", "name") if row.get(name)}
    places = tuple(row[name] for name in _PLACES if row.get(name))
    return _Said(frozenset(people), frozenset(names), places)


def _follow(index: Index, reference: Reference, code: str, fresh: str, kept: str, other: str) -> list[Change]:
    changes: list[Change] = [Set(reference.ledger, reference.record, reference.path, code, fresh)]
    if reference.ledger == "visits":
        ((target,),) = index.sql("SELECT target FROM visits WHERE id = ?", [reference.record])
        if target == kept:
            changes.append(Set("visits", reference.record, "target", kept, other))
    return changes
