"""What addresses show about a ledger, as tables of the index: canonical keys, doubles, and faults of house codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from gridctl.addresses.codes.assigning import scheme_of
from gridctl.addresses.codes.schemes import grid_number, values_of
from gridctl.addresses.codes.shared import code_pairs
from gridctl.addresses.doubles.decisions import read_decisions
from gridctl.addresses.doubles.derivedtable import put_table
from gridctl.addresses.doubles.duplicates import DuplicateGroup, group_keys
from gridctl.addresses.doubles.judged import Directory, Judged, houses_of
from gridctl.addresses.doubles.keyrows import key_rows
from gridctl.addresses.doubles.settling import settle
from gridctl.addresses.places.entry import HouseRow
from gridctl.addresses.places.gazetteer import Alias, Gazetteer
from gridctl.addresses.reading.kept import KeptReadings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gridctl.addresses.places.gazetteer import KeyInfo
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

# Name: SQL type, what it holds (zh, en).
_KEYS = {
    "id": ("VARCHAR", "住户记录编号", "key of the household"),
    "key": ("VARCHAR", "地址规范键，同一房屋相同", "canonical key, equal for rows of one house"),
    "tier": ("VARCHAR", "confirmed 或 suspected", "confirmed, or suspected where a part is missing"),
    "complete": ("BOOLEAN", "地址各部分齐全", "no part needed to tell the house is missing"),
    "missing": ("VARCHAR[]", "缺少的部分", "parts that are missing"),
}
_DOUBLES = {
    "group_no": ("INTEGER", "组号", "number of the group"),
    "tier": ("VARCHAR", "confirmed 或 suspected", "confirmed or suspected"),
    "id": ("VARCHAR", "住户记录编号", "key of the household"),
    "reasons": ("VARCHAR[]", "理由", "reasons"),
}
_SHARED = {
    "code": ("VARCHAR", "房屋编码", "house code"),
    "house": ("VARCHAR", "住户记录编号", "key of the one household"),
    "other": ("VARCHAR", "另一条住户记录编号", "key of the other household"),
    "houses": ("VARCHAR", "one 为同一房屋录了两条，two 为两处房屋", "one house entered twice, or two houses"),
}
_CONFLICTS = {
    "decision": ("VARCHAR", "判定编号", "key of the decision that two houses are different"),
    "house": ("VARCHAR", "住户记录编号", "key of the one household"),
    "other": ("VARCHAR", "另一条住户记录编号", "key of the other household"),
    "against": ("VARCHAR[]", "与之矛盾的判定", "decisions that make the two one house"),
}
_FAULTS = {
    "household": ("VARCHAR", "住户记录编号", "key of the household"),
    "code": ("VARCHAR", "规则编号", "code of the rule"),
    "params": ("VARCHAR", "参数（JSON）", "parameters, as JSON"),
}


class Doubles(NamedTuple):
    """The houses under several codes, with what they were found by: keys of all rows, and what was decided."""

    groups: list[DuplicateGroup]
    keys: dict[str, KeyInfo]
    judged: Judged
    houses: Directory


def derive(ws: Workspace) -> Doubles:
    """Put what addresses show into the index.

    The tables are ``address_keys``, ``house_duplicates``, ``shared_codes``, ``code_faults`` and ``decision_conflicts``.
    Returns the doubles. A double is a house under several codes: rows that share address and code are one house,
    entered twice. Decisions hold: houses judged different share no key and no group, those judged the same are
    confirmed.
    Raises UsageFault when the community's house-code scheme cannot be used.
    """
    index = ws.index()
    rows = index.sql("SELECT id, house_code, address, grid_code FROM households WHERE current ORDER BY id")
    houses = [HouseRow(key, code or "", address, "") for key, code, address, _ in rows if address]
    kept = KeptReadings(ws)
    keys = Gazetteer.learn(houses, _aliases(index), kept)[1]
    kept.keep()
    found_at = houses_of(index, keys)
    judged = Judged(read_decisions(index), found_at)
    alike = _of_several_codes(group_keys(keys, {row.id: row.address for row in houses}), houses)
    groups = settle(alike, judged, keys)
    doubles = [
        (number, group.tier, row, list(group.reasons)) for number, group in enumerate(groups, 1) for row in group.rows
    ]
    put_table(
        index, "address_keys", _KEYS, key_rows(groups, keys, judged), ("地址规范键", "canonical keys of addresses")
    )
    put_table(index, "house_duplicates", _DOUBLES, doubles, ("一房多码", "houses under several codes"))
    coded = [HouseRow(key, code or "", address or "") for key, code, address, _ in rows]
    pairs = [
        pair._replace(houses="one") if judged.verdict(pair.one, pair.other, keys) == "same" else pair
        for pair in code_pairs(coded, keys)
    ]
    put_table(index, "shared_codes", _SHARED, pairs, ("一码多条", "households under one code"))
    put_table(index, "code_faults", _FAULTS, list(_faults(ws, rows)), ("房屋编码问题", "faults of house codes"))
    conflicts = [(each.decision, each.one, each.other, list(each.against)) for each in judged.conflicts()]
    put_table(
        index, "decision_conflicts", _CONFLICTS, conflicts, ("互相矛盾的判定", "decisions that contradict each other")
    )
    return Doubles(groups, keys, judged, found_at)


def _aliases(index: Index) -> list[Alias]:
    named = index.sql(
        "SELECT community, alias, name FROM addresses WHERE current AND alias IS NOT NULL AND name IS NOT NULL"
    )
    return [Alias("", alias, name) for _, alias, name in named]


def _of_several_codes(groups: Iterable[DuplicateGroup], houses: Iterable[HouseRow]) -> list[DuplicateGroup]:
    codes = {row.id: row.code for row in houses}
    return [group for group in groups if len({codes[row] for row in group.rows}) > 1]


def _faults(ws: Workspace, rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, str, str]]:
    scheme = scheme_of(ws)
    community = ws.settings.division_code or ""
    digits = scheme.digits_of("grid")
    for key, code, _, grid in rows:
        if not code:
            continue
        expected = values_of(community)
        if grid and len(grid) > len(community) and digits:
            # A grid's code may give its number more digits than the scheme does.
            expected["grid"] = grid_number(grid)[-digits:]
        for fault in scheme.check(code, expected):
            yield key, fault.code, json.dumps(fault.params, ensure_ascii=False)
