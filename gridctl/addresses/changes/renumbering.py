"""A building's house codes changed all at once, one to one: each house keeps its old code as an alias."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gridctl.addresses.changes.recoding import CodePlan, data_of, recode, uses
from gridctl.addresses.codes.assigning import rooms_of, scheme_of, used_codes
from gridctl.addresses.codes.references import replacing
from gridctl.addresses.codes.schemes import SchemeError, values_of
from gridctl.findings.finding import Finding, Severity
from gridctl.store.changeset import ChangeSet, Set
from gridctl.store.faults import NotFound, UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.addresses.changes.recoding import Uses
    from gridctl.addresses.codes.schemes import Scheme
    from gridctl.store.changeset import Change
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

# What the aliases of one renumbering have as their source begins with this: C205 knows codes that took turns by it.
SOURCE: Final = "codes renumber"
_ROOM: Final = "room"

House = tuple[str, str, str]


def plan_renumber(
    ws: Workspace,
    building: str,
    pairs: Iterable[tuple[str, str]] = (),
    *,
    by_address: bool = False,
    to: str = "",
) -> CodePlan:
    """Plan new codes for houses of a building, named by its code in the register or by what its house codes begin with.

    `pairs` are old and new codes, or only their last segments (room numbers); ``by_address`` makes each house's last
    segment the room of its address; ``to`` is the building's own new code, taken over by its houses' codes. Old codes
    become aliases and every reference follows. All or nothing: C342 tells of codes that two houses would have or that
    somebody has or had, C343 of new codes that do not fit the scheme, C344 of an address without a room.
    Raises NotFound for an unknown building or house and UsageFault for pairs that cannot be read.
    """
    index, scheme = ws.index(), scheme_of(ws)
    houses = _houses(index, building, scheme)
    wanted: dict[str, str] = {}
    findings: list[Finding] = []
    if to:
        wanted |= _moved(houses, _head(houses, building, scheme), to, scheme)
    if by_address:
        found, findings = _by_address(houses, scheme)
        wanted |= found
    for old, new in pairs:
        key, code = _named(houses, old, scheme)
        if key in wanted:
            raise UsageFault(f"{old} 写了两次。", f"{old} is given twice.")
        wanted[key] = _full(new, code, scheme)
    codes = {key: code for key, code, _ in houses}
    wanted = {key: new for key, new in wanted.items() if new != codes[key]}
    faults = [*_clashes(wanted, codes, uses(index, used_codes(index))), *_unsound(ws, scheme, wanted, codes)]
    if faults or not wanted:
        return CodePlan(ChangeSet(), [*faults, *findings])
    data = {key: data_of(ws, "households", key) for key in wanted}
    renamed = {codes[key]: new for key, new in wanted.items()}
    changes: list[Change] = recode(index, renamed, data, f"{SOURCE} {ws.today.isoformat()}")
    if to:
        changes += _rename_building(index, building, to)
    return CodePlan(ChangeSet(tuple(changes), f"codes renumber {building}: {len(wanted)}"), findings)


def _houses(index: Index, building: str, scheme: Scheme) -> list[House]:
    """The houses in use of a building: record, code, address."""
    rows = index.sql(
        "SELECT id, house_code, address FROM households WHERE current AND house_code IS NOT NULL "
        "AND (building_code = ? OR (starts_with(house_code, ?) AND length(?) = ?)) ORDER BY house_code, id",
        [building, building, building, scheme.building],
    )
    if not rows:
        raise NotFound(
            f"没有楼栋编码是 {building} 的房屋。", f"No house in use is in a building with the code {building}."
        )
    return [(key, code, address or "") for key, code, address in rows]


def _head(houses: Sequence[House], building: str, scheme: Scheme) -> str:
    """What the codes of the building's houses begin with."""
    heads = Counter(code[: scheme.building] for _, code, _ in houses)
    if not scheme.building:
        raise UsageFault(
            f"编码规则 {scheme.name} 里没有楼栋段，不能按楼栋改编。",
            f"The scheme {scheme.name} has no building in its codes, so that --to means nothing.",
        )
    return building if building in heads else heads.most_common(1)[0][0]


def _moved(houses: Sequence[House], head: str, to: str, scheme: Scheme) -> dict[str, str]:
    if len(to) != scheme.building:
        raise UsageFault(
            f"楼栋编码应有 {scheme.building} 位：{to}。", f"A building's code has {scheme.building} characters: {to}."
        )
    bodies = {key: to + code[len(head) :] for key, code, _ in houses if code.startswith(head)}
    return {key: _rechecked(code, scheme) for key, code in bodies.items()}


def _rechecked(code: str, scheme: Scheme) -> str:
    """The code with the check characters that its other characters ask for."""
    parts = scheme.split(code)
    if parts is None:
        return code
    parts.pop("check", None)
    return scheme.compose(**parts)


def _by_address(houses: Sequence[House], scheme: Scheme) -> tuple[dict[str, str], list[Finding]]:
    last = scheme.segments[-1]
    if last.name != _ROOM:
        raise UsageFault(
            f"编码规则 {scheme.name} 的末段不是户室，不能按地址改编。",
            f"The last segment of the scheme {scheme.name} is no room, so that --by-address means nothing.",
        )
    found: dict[str, str] = {}
    findings = []
    for key, code, address in houses:
        rooms = rooms_of(last, address)
        parts = scheme.split(code)
        if not rooms or parts is None:
            findings.append(
                Finding("C344", Severity.WARNING, ledger="households", record=key, field="house_code",
                        params={"value": code})
            )  # fmt: skip
        elif parts[last.name] not in rooms:
            found[key] = _full(rooms[0], code, scheme)
    return found, findings


def _named(houses: Sequence[House], named: str, scheme: Scheme) -> tuple[str, str]:
    """The house with this code, record id or last segment."""
    for key, code, _ in houses:
        if named in (key, code):
            return key, code
    hits = [(key, code) for key, code, _ in houses if _ends(code, named, scheme)]
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise UsageFault(
            f"{named} 对得上这栋楼的 {len(hits)} 处房屋，请写完整编码。",
            f"{named} fits {len(hits)} houses of the building; give the whole code.",
        )
    raise NotFound(
        f"这栋楼里没有编码（或末段）是 {named} 的房屋。",
        f"No house of the building has the code, or the last digits, {named}.",
    )


def _ends(code: str, named: str, scheme: Scheme) -> bool:
    """Whether this is a code's last segment, or all of it behind a zero: 301 is meant by 000301 and by 010301."""
    segment = (scheme.split(code) or {}).get(scheme.segments[-1].name, "")
    before = segment.removesuffix(named)
    return bool(named) and before != segment and (not before or before.endswith("0"))


def _full(new: str, old: str, scheme: Scheme) -> str:
    """A new code given whole, or as the end of the old one's last segment: 302 makes 010302 of 010301."""
    parts = scheme.split(old)
    last = scheme.segments[-1]
    if parts is None or len(new) > last.most:
        return new
    parts.pop("check", None)
    segment = parts[last.name]
    try:
        return scheme.compose(**(parts | {last.name: segment[: max(0, len(segment) - len(new))] + new}))
    except SchemeError:
        return new


def _clashes(wanted: Mapping[str, str], codes: Mapping[str, str], used: Uses) -> list[Finding]:
    """What stands against a one-to-one renumbering."""
    leaving = {codes[key] for key in wanted}
    times = Counter(wanted.values())
    shared = {codes[key] for key in wanted if len(used.now[codes[key]]) > 1}
    findings = []
    for key, new in wanted.items():
        if times[new] > 1:
            why = ("有两处房屋要改成它", "two houses would have it")
        elif codes[key] in shared:
            why = (
                "原编码还有别的房屋在用，先用 codes split 分开",
                "another house has the old code too: see codes split",
            )
        elif new in leaving or used.free_for(new, key):
            continue
        elif new in used.now:
            why = (f"{used.now[new][0]} 正在用", f"{used.now[new][0]} has it")
        else:
            why = ("以前用过，不再用", "it was used before and is never used again")
        params = {"value": codes[key], "new": new, "why_zh": why[0], "why_en": why[1]}
        findings.append(
            Finding("C342", Severity.ERROR, ledger="households", record=key, field="house_code", params=params)
        )
    return findings


def _unsound(ws: Workspace, scheme: Scheme, wanted: Mapping[str, str], codes: Mapping[str, str]) -> list[Finding]:
    expected = values_of(ws.settings.division_code or "")
    return [
        Finding("C343", Severity.ERROR, ledger="households", record=key, field="house_code",
                params={"value": codes[key], "new": new, "fault": fault.code})
        for key, new in wanted.items()
        for fault in scheme.check(new, expected)[:1]
    ]  # fmt: skip


def _rename_building(index: Index, building: str, to: str) -> list[Change]:
    """The building's own code in the register, where it has one, and whatever refers to it."""
    if not index.sql("SELECT 1 FROM buildings WHERE building_code = ?", [building]):
        return []
    if index.sql("SELECT 1 FROM buildings WHERE building_code = ?", [to]):
        raise UsageFault(f"楼栋 {to} 已经登记。", f"There is a building {to} already.")
    changes: list[Change] = list(replacing(index, "buildings", {building: to}))
    changes += [Set("visits", key, "target", building, to) for key in _visits_to(index, building)]
    return [*changes, Set("buildings", building, "building_code", building, to)]


def _visits_to(index: Index, building: str) -> list[str]:
    rows = index.sql("SELECT id FROM visits WHERE target = ? AND target_kind = 'building' ORDER BY id", [building])
    return [key for (key,) in rows]
