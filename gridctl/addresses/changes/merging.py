"""Decisions carried out: records of one house become one, in a change set over all ledgers that refer to them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.addresses.changes.residents import same_person, unite
from gridctl.addresses.codes.references import code_references, find_references, person_references, visits_of
from gridctl.addresses.doubles.clusters import clusters
from gridctl.addresses.doubles.evidence import evidence, ranking
from gridctl.findings.finding import Finding, Severity
from gridctl.schema.reading import plain
from gridctl.store.changeset import ChangeSet, Merge, Set

if TYPE_CHECKING:
    from gridctl.addresses.changes.residents import Data, FieldChange
    from gridctl.addresses.codes.references import Reference
    from gridctl.addresses.doubles.derive import Doubles
    from gridctl.store.changeset import Change
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

_LEDGER: Final = "households"
# What belongs to the record itself and not to the house, or is united in a way of its own.
_OWN: Final = frozenset(
    (
        "id", "house_code", "grid_code", "cell_code", "building_code", "address", "aliases", "members",
        "status", "end_reason", "end_date", "source", "collected_by", "collected_on", "verified_on", "note",
    )
)  # fmt: skip
_SOURCE: Final = "codes apply"
_VACANT: Final = "vacant"


class MergePlan(NamedTuple):
    """The change set that merges, and the findings: C321 values that differ, C322 what stands in the way."""

    changes: ChangeSet
    findings: list[Finding]


def plan_merges(ws: Workspace, doubles: Doubles) -> MergePlan:
    """Plan to merge what was judged the same: the others of each cluster into the record whose code is kept.

    The keeper gets the other's residents (the same person once), its address and code as an alias, and values it
    lacks; where both have a value, the keeper's stays (C321). The other is ended as merged and keeps what it held, so
    that it stays searchable. Every reference to its code, and to residents who are the keeper's already, moves.
    Clusters that contradictory decisions make, and codes that a third record uses, are left out (C322).
    """
    index = ws.index()
    judged_same = _judged_same(doubles)
    rows = sorted({row for cluster in judged_same for row in cluster})
    known = evidence(ws, rows, doubles)
    around = _around(index, rows)
    contradicted = {row for each in doubles.judged.conflicts() for row in (each.one, each.other)}
    changes: list[Change] = []
    findings: list[Finding] = []
    merged = 0
    for cluster in judged_same:
        if contradicted & set(cluster):
            findings += [_in_the_way(row, "contradiction") for row in cluster if row in contradicted]
            continue
        ranked, _ = ranking([known[row] for row in cluster], doubles.judged.keeper(cluster))
        merge = _Merge(ws, around, ranked[0].id)
        for house in ranked[1:]:
            merge.take(house.id)
            merged += 1
        changes += merge.changes
        findings += merge.findings
    return MergePlan(ChangeSet(tuple(changes), f"codes apply: {merged}"), findings)


def _judged_same(doubles: Doubles) -> list[list[str]]:
    """The records that were judged to be one house, in one step or in several."""
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in doubles.judged.same():
        near[one].add(other)
        near[other].add(one)
    return clusters(near)


class _Around(NamedTuple):
    """What refers to the records of all clusters: places by code and by resident, visits by target.

    ``uses`` are the records in use that have a code, by code.
    """

    codes: dict[str, list[Reference]]
    people: dict[str, list[Reference]]
    visits: dict[str, list[str]]
    uses: dict[str, list[str]]


def _around(index: Index, rows: list[str]) -> _Around:
    """Look everything up at once: a query a merge is slow for thousands of codes."""
    coded = index.sql(
        "SELECT house_code FROM households WHERE id IN (SELECT unnest(?)) AND house_code IS NOT NULL", [rows]
    )
    living = index.sql("SELECT id FROM persons WHERE parent IN (SELECT unnest(?)) AND id IS NOT NULL", [rows])
    codes, people = [code for (code,) in coded], [key for (key,) in living]
    uses = index.sql(
        "SELECT house_code, list(id) FROM households WHERE current AND house_code IN (SELECT unnest(?)) GROUP BY 1",
        [codes],
    )
    return _Around(
        find_references(index, code_references(), codes),
        find_references(index, person_references(), people),
        visits_of(index, rows + people),
        dict(uses),
    )


class _Merge:
    """The merging of records into one; ``kept`` is the keeper as it will be after the changes so far."""

    def __init__(self, ws: Workspace, around: _Around, keeper: str) -> None:
        self._ws, self._around = ws, around
        self.keeper = keeper
        self.kept = self._data(keeper)
        self._merged = {keeper}
        self.changes: list[Change] = []
        self.findings: list[Finding] = []

    def take(self, other: str) -> None:
        """Merge one more record."""
        data = self._data(other)
        self._merged.add(other)
        if data.get("members") and self.kept.get("occupancy") == _VACANT != data.get("occupancy"):
            # Who lives there tells that the house is not vacant.
            self.changes.append(Set(_LEDGER, self.keeper, "occupancy", _VACANT, data.get("occupancy")))
            self.kept["occupancy"] = data.get("occupancy")
        for conflict in self._fill("", self.kept, data, _OWN):
            # A double is often listed as vacant: nobody knew who lives there.
            if (conflict.field, conflict.new) != ("occupancy", _VACANT):
                self._conflict(conflict.field, other)
        moved = self._residents(data, other)
        self._alias(data)
        self._references(data, other, moved)
        self.changes.append(Merge(_LEDGER, other, self.keeper, self._ws.today.isoformat()))

    def _fill(self, path: str, kept: Data, other: Data, without: frozenset[str]) -> list[FieldChange]:
        union = unite(kept, other, without=without)
        for field, old, new in union.changes:
            self.changes.append(Set(_LEDGER, self.keeper, f"{path}{field}", old, new))
            kept[field] = new
        return union.conflicts

    def _residents(self, data: Data, other: str) -> dict[str, str]:
        """Add the other's residents; return the ids of those who were the keeper's already, with their ids there."""
        members: list[Data] = self.kept.setdefault("members", [])
        moved: dict[str, str] = {}
        for person in data.get("members") or []:
            place = same_person(members, person)
            if place is None:
                step = f"[{person['id']}@{len(members)}]" if person.get("id") else f"[{len(members)}]"
                self.changes.append(Set(_LEDGER, self.keeper, f"members{step}", None, person))
                members.append(dict(person))
                continue
            own = members[place]
            step = own.get("id") or str(place)
            for conflict in self._fill(f"members[{step}].", own, person, frozenset(("id",))):
                self._conflict(f"members[{place}].{conflict.field}", other)
            if person.get("id") and own.get("id") and person["id"] != own["id"]:
                moved[person["id"]] = own["id"]
        return moved

    def _alias(self, data: Data) -> None:
        """The other's address and code, and the aliases it had, become aliases of the keeper."""
        aliases: list[Data] = self.kept.setdefault("aliases", [])
        known = {(each.get("text"), each.get("house_code")) for each in aliases}
        own = {"text": data.get("address"), "house_code": data.get("house_code"), "source": _SOURCE}
        for alias in ({name: value for name, value in own.items() if value}, *(data.get("aliases") or [])):
            key = (alias.get("text"), alias.get("house_code"))
            if key in known or key == (None, None):
                continue
            known.add(key)
            self.changes.append(Set(_LEDGER, self.keeper, f"aliases[{len(aliases)}]", None, alias))
            aliases.append(alias)

    def _references(self, data: Data, other: str, moved: dict[str, str]) -> None:
        code, new_code = data.get("house_code"), self.kept.get("house_code")
        if code and new_code and code != new_code:
            if set(self._around.uses.get(code, ())) - self._merged:
                self.findings.append(_in_the_way(other, "shared_code"))
            else:
                for each in self._around.codes.get(code, ()):
                    self.changes.append(Set(each.ledger, each.record, each.path, code, new_code))
        for old, new in moved.items():
            places = self._around.people.get(old, ())
            self.changes += [Set(each.ledger, each.record, each.path, old, new) for each in places]
        for old, new in ({other: self.keeper} | moved).items():
            self.changes += [Set("visits", visit, "target", old, new) for visit in self._around.visits.get(old, ())]

    def _conflict(self, field: str, other: str) -> None:
        self.findings.append(
            Finding("C321", Severity.INFO, ledger=_LEDGER, record=self.keeper, field=field, params={"other": other})
        )

    def _data(self, key: str) -> Data:
        entry = self._ws.get(_LEDGER, key)
        assert entry is not None
        found: dict[str, Any] = {
            name: value for name, value in plain(entry.record).items() if value not in (None, "", [], {})
        }
        return found


def _in_the_way(record: str, why: str) -> Finding:
    told = {
        "contradiction": ("判定互相矛盾，没有合并", "decisions contradict each other: not merged"),
        "shared_code": ("编码还有别的记录在用，引用没有改", "another record uses the code: references stay"),
    }[why]
    params = {"why_zh": told[0], "why_en": told[1]}
    return Finding("C322", Severity.WARNING, ledger=_LEDGER, record=record, field="house_code", params=params)
