"""New house codes by the community's scheme; a code that was ever used is never given again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.addresses.codes.references import code_references
from gridctl.addresses.codes.schemes import SchemeError, grid_number, load_scheme, values_of
from gridctl.addresses.reading.parse import parse
from gridctl.findings.finding import Finding, Severity
from gridctl.store.changeset import ChangeSet, Set
from gridctl.store.faults import UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.addresses.codes.schemes import Scheme, Segment
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

# How many digits of a room's segment tell the stairwell where there is one: 010301 is unit 1, room 301.
_ROOM_DIGITS: Final = 4
# What tells houses of one building apart, and where the building stands if an estate tells it too.
_INSIDE: Final = frozenset(("unit", "floor", "room"))
_STREET: Final = frozenset(("road", "number"))


class AssignPlan(NamedTuple):
    """The change set that gives codes, and the findings C331 for houses that cannot get one."""

    changes: ChangeSet
    findings: list[Finding]


def plan_codes(ws: Workspace) -> AssignPlan:
    """Plan a code for each house in use that has none, in the order of grids and addresses.

    A building's segment is the one its other houses have, else the next free number of the grid; where no register
    names the building, its address does. A room's is its number, with the unit before it, where that is free, else the
    next free one. Used are codes in use and ended ones, earlier codes among the aliases, codes of decisions and codes
    that other ledgers refer to. Raises UsageFault when the community's scheme cannot be used.
    """
    index = ws.index()
    rows = index.sql(
        "SELECT id, house_code, building_code, grid_code, address FROM households WHERE current "
        "ORDER BY grid_code, address, id"
    )
    composer = composer_of(ws)
    changes, findings = [], []
    for key, code, building, grid, address in rows:
        if code:
            continue
        try:
            new = composer.new(grid or "", building or "", address or "")
        except SchemeError as error:
            findings.append(
                Finding("C331", Severity.ERROR, ledger="households", record=key, field="house_code",
                        params={"why": error.reason})
            )  # fmt: skip
            continue
        changes.append(Set("households", key, "house_code", None, new))
    return AssignPlan(ChangeSet(tuple(changes), f"codes assign: {len(changes)}"), findings)


def scheme_of(ws: Workspace) -> Scheme:
    """The community's house-code scheme; raises UsageFault where it cannot be used."""
    try:
        return load_scheme(ws.settings.house_code_scheme)
    except SchemeError as error:
        raise UsageFault(
            f"gridctl.yaml 的 house_code_scheme 不能用：{error.told('zh')}。",
            f"house_code_scheme in gridctl.yaml is unusable: {error}.",
        ) from None


def composer_of(ws: Workspace) -> Composer:
    """What makes new codes for the community, knowing all that were ever used."""
    index = ws.index()
    composer = Composer(scheme_of(ws), ws.settings.division_code or "", used_codes(index))
    composer.reserve(code for (code,) in index.sql("SELECT building_code FROM buildings") if code)
    coded = index.sql(
        "SELECT building_code, house_code, grid_code, address FROM households WHERE current AND house_code IS NOT NULL"
    )
    composer.observe(
        (building or site_of(grid or "", address or ""), code)
        for building, code, grid, address in sorted(coded, key=str)
    )
    return composer


def used_codes(index: Index) -> set[str]:
    """Every code that is or was a house's, or is believed to be one by another ledger."""
    queries = [
        "SELECT house_code FROM households",
        "SELECT house_code FROM house_aliases",
        "SELECT house_code FROM decided_houses",
        "SELECT keeper FROM decisions",
        # Names come from the models, never from data.
        *(f"SELECT {each.name} FROM {each.table}" for each in code_references()),  # noqa: S608
    ]
    return {code for query in queries for (code,) in index.sql(query) if code}


class Composer:
    """Composes codes of one scheme for one community. ``used`` are all that were ever given."""

    def __init__(self, scheme: Scheme, division: str, used: set[str]) -> None:
        self.used = used
        self._scheme, self._division = scheme, division
        self._building_of: dict[str, str] = {}
        self._next: dict[tuple[str, ...], int] = {}
        self._prefixes: dict[str, set[str]] = defaultdict(set)
        for code in used:
            self._note(code)

    def observe(self, coded: Iterable[tuple[str, str]]) -> None:
        """Learn from houses with codes which segment each building's houses have."""
        for building, code in coded:
            parts = self._scheme.split(code)
            if building and parts and "building" in parts:
                self._building_of.setdefault(building, parts["building"])

    def reserve(self, buildings: Iterable[str]) -> None:
        """Keep the register's buildings, some without a coded house yet, from being taken for others."""
        most = next((each.most for each in self._scheme.segments if each.name == "building"), 0)
        for code in buildings if most else ():
            if len(code) == self._scheme.building:
                self._prefixes[code[:-most]].add(code[-most:])

    def new(self, grid: str, building: str, address: str) -> str:
        """Return a code never used before. Raises SchemeError if a segment's value is not known."""
        scheme = self._scheme
        values = self._expected(grid)
        own = [each for each in scheme.segments if each.of not in values]
        front: list[str] = []
        for segment in own[:-1]:
            if segment.name != "building":
                raise SchemeError("segment_unknown", segment.name)
            front.append(self._building(segment, building or site_of(grid, address), self._head(values)))
        if not own:
            raise SchemeError("all_fixed")
        last = own[-1]
        named = dict(zip((each.name for each in own), front, strict=False))
        code = self._free(last, values | named, address)
        self.used.add(code)
        self._note(code)
        return code

    def _expected(self, grid: str) -> dict[str, str]:
        """The values of segments that follow from where the house is."""
        wanted = {each.of for each in self._scheme.segments if each.of}
        values = values_of(self._division)
        if "grid" in wanted and (number := grid_number(grid)):
            values["grid"] = number[-self._scheme.digits_of("grid") :]
        missing = sorted(wanted - values.keys())
        if missing:
            raise SchemeError("segment_unknown", missing[0])
        return {name: value for name, value in values.items() if name in wanted}

    def _head(self, values: Mapping[str, str]) -> str:
        return "".join(values[name] for name in dict.fromkeys(each.of for each in self._scheme.segments) if name)

    def _building(self, segment: Segment, building: str, head: str) -> str:
        known = self._building_of.get(building) if building else None
        if known is None and building.isdigit() and len(building) == self._scheme.building:
            # The register's code of a building is what its houses' codes begin with.
            known = building[-segment.most :]
        if known is None:
            taken = {int(each) for each in self._prefixes[head] if each.isdigit()} | {0}
            known = str(max(taken) + 1).zfill(segment.most)
            if len(known) > segment.most:
                raise SchemeError("segment_full", segment.name)
        if building:
            self._building_of[building] = known
        self._prefixes[head].add(known)
        return known

    def _free(self, last: Segment, values: dict[str, str], address: str) -> str:
        """The code with the room's own number if it is free, else with the next free one."""
        compose = self._scheme.compose
        for wanted in rooms_of(last, address):
            if (code := compose(**values, **{last.name: wanted})) not in self.used:
                return code
        place = tuple(values.values())
        for number in range(self._next.get(place, 1), 10**last.most):
            if (code := compose(**values, **{last.name: str(number).zfill(last.least)})) not in self.used:
                self._next[place] = number + 1
                return code
        raise SchemeError("segment_full", last.name)

    def _note(self, code: str) -> None:
        parts = self._scheme.split(code)
        if parts and "building" in parts:
            head = "".join(parts[each.name] for each in self._scheme.segments if each.of and each.name in parts)
            self._prefixes[head].add(parts["building"])


def site_of(grid: str, address: str) -> str:
    """What stands for the building of a house that no register names: its address as far as the building; "" without.

    An estate and its building's number are enough, as many leave the road out.
    """
    parts = [(part.kind, part.value) for part in parse(address).parts if part.kind not in _INSIDE]
    kinds = {kind for kind, _ in parts}
    if {"compound", "building"} <= kinds:
        parts = [(kind, value) for kind, value in parts if kind not in _STREET]
    return "/".join([grid, *(f"{kind}={value}" for kind, value in parts)]) if parts else ""


def rooms_of(last: Segment, address: str) -> list[str]:
    """Numbers that the address itself suggests for the last segment, the likeliest first."""
    if last.name != "room":
        return []
    read = parse(address)
    room, unit = read.get("room"), read.get("unit")
    if not room.isdigit() or len(room) > last.most:
        return []
    found = [room.zfill(last.most)]
    if unit.isdigit() and len(room) <= _ROOM_DIGITS and len(unit) <= last.most - _ROOM_DIGITS:
        found.insert(0, unit.zfill(last.most - _ROOM_DIGITS) + room.zfill(_ROOM_DIGITS))
    return found
