"""Houses, a building or a whole grid go over to another grid, with every record that belongs to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gridctl.addresses.changes.recoding import CodePlan, data_of, one_house, recode
from gridctl.addresses.changes.regridding import Regridder
from gridctl.addresses.codes.assigning import scheme_of, used_codes
from gridctl.addresses.codes.references import replacing
from gridctl.addresses.codes.schemes import SchemeError
from gridctl.findings.finding import Finding, Severity
from gridctl.schema.ledgers import LEDGERS
from gridctl.schema.ledgers import ledger as ledger_named
from gridctl.store.changeset import ChangeSet, End, Set
from gridctl.store.faults import NotFound, UsageFault
from gridctl.store.indexfields import referring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gridctl.addresses.codes.schemes import Scheme
    from gridctl.store.changeset import Change
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

SOURCE = "codes move-grid"
# Registers of what there is now; others tell of days that are past, or have days of their own.
_OF_NOW = frozenset(("buildings", "staff", "grids"))


class Going(NamedTuple):
    """What goes: houses (codes or record ids), buildings (codes), or all that a grid has."""

    houses: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    grid: str = ""


def plan_move(ws: Workspace, going: Going, to: str, *, cell: str = "", recode_stale: bool = False) -> CodePlan:
    """Plan a move to the grid `to`: every record of a moved house goes to that grid's files.

    Records that name the house by code, or one of its residents, go along, visits of the past too. A cell of the old
    grid becomes `cell`, or is taken away (C347). Codes in which the scheme has the grid are made anew, with the old
    ones as aliases; where the scheme says that the grid's segment stays as it was given ("stale"), only with
    ``recode_stale``. Of a building that goes over, its entry in the register goes too. Where a whole grid goes, it is
    ended and named among the predecessors of `to`, and what referred to it refers to `to`.
    Raises NotFound and UsageFault for a grid, building or house that is not there.
    """
    index = ws.index()
    _check_grid(index, to)
    if cell:
        _check_grid(index, cell)
    houses, buildings = _what(index, going, to)
    # The cells of a grid that goes as a whole go with it.
    moved = _Move(ws, to, cell, {to, going.grid} - {""})
    moved.houses(houses)
    moved.buildings(buildings)
    moved.records(houses)
    if going.grid:
        moved.grid(going.grid)
    moved.codes(houses, buildings, recode_stale=recode_stale)
    names = "、".join((*going.houses, *going.buildings, *((going.grid,) if going.grid else ())))
    return CodePlan(ChangeSet(tuple(moved.changes), f"codes move-grid {names}: {to}"), moved.findings)


def _check_grid(index: Index, code: str) -> None:
    rows = index.sql("SELECT current FROM grids WHERE grid_code = ?", [code])
    if not rows:
        raise NotFound(
            f"网格登记簿里没有 {code}，请先登记。", f"There is no grid {code} in the register; enter it first."
        )
    if not rows[0][0]:
        raise UsageFault(f"网格 {code} 已经停用。", f"Grid {code} is no longer in use.")


def _what(index: Index, going: Going, to: str) -> tuple[list[str], list[str]]:
    """The records of the houses and the codes of the buildings that go."""
    houses = [one_house(index, each) for each in going.houses]
    buildings = list(going.buildings)
    for each in buildings:
        inside = index.sql("SELECT id FROM households WHERE building_code = ? ORDER BY id", [each])
        if not inside and not index.sql("SELECT 1 FROM buildings WHERE building_code = ?", [each]):
            raise NotFound(f"没有楼栋 {each}。", f"There is no building {each}.")
        houses += [key for (key,) in inside]
    if going.grid:
        if going.grid == to:
            raise UsageFault("两个网格是同一个。", "Both grids are the same.")
        _check_grid(index, going.grid)
        houses += [
            key for (key,) in index.sql("SELECT id FROM households WHERE grid_code = ? ORDER BY id", [going.grid])
        ]
        inside = index.sql("SELECT building_code FROM buildings WHERE grid_code = ? ORDER BY 1", [going.grid])
        buildings += [code for (code,) in inside]
    if not houses and not buildings and not going.grid:
        raise UsageFault("请写明哪些房屋、楼栋或网格。", "Say which houses, buildings or grid.")
    return list(dict.fromkeys(houses)), list(dict.fromkeys(buildings))


class _Move:
    """The changes of one move; a field is changed once, whatever reasons there are."""

    def __init__(self, ws: Workspace, to: str, cell: str, above: set[str]) -> None:
        self._ws, self._index = ws, ws.index()
        self._to, self._cell, self._above = to, cell, above
        self._done: set[tuple[str, str, str]] = set()
        self.changes: list[Change] = []
        self.findings: list[Finding] = []

    def houses(self, keys: Sequence[str]) -> None:
        """Move the houses' own records."""
        rows = self._index.sql(
            "SELECT h.id, h.grid_code, h.cell_code FROM households h WHERE h.id IN (SELECT unnest(?)) ORDER BY h.id",
            [list(keys)],
        )
        within = self._within()
        for key, grid, cell in rows:
            self._set("households", key, "grid_code", grid, self._to)
            if cell and cell not in within and (grid != self._to or self._cell):
                self._set("households", key, "cell_code", cell, self._cell or None)
                if not self._cell:
                    self._note("C347", "households", key, "cell_code", cell)
            elif self._cell and not cell:
                self._set("households", key, "cell_code", None, self._cell)

    def buildings(self, codes: Sequence[str]) -> None:
        """Move entries of the register of buildings."""
        for code, grid in self._index.sql(
            "SELECT building_code, grid_code FROM buildings WHERE building_code IN (SELECT unnest(?)) ORDER BY 1",
            [list(codes)],
        ):
            self._set("buildings", code, "grid_code", grid, self._to)
        self._follow("visits", "id", "target", list(codes))

    def records(self, keys: Sequence[str]) -> None:
        """Move what names the houses or their residents, in every ledger that has a grid."""
        index = self._index
        coded = index.sql(
            "SELECT DISTINCT house_code FROM households h WHERE id IN (SELECT unnest(?)) AND house_code IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM households o WHERE o.house_code = h.house_code AND o.current "
            "AND NOT list_contains(?, o.id)) ORDER BY 1",
            [list(keys), list(keys)],
        )
        living = index.sql(
            "SELECT DISTINCT id FROM persons p WHERE parent IN (SELECT unnest(?)) AND id IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM persons o WHERE o.id = p.id AND o.current AND NOT list_contains(?, o.parent)) ORDER BY 1",
            [list(keys), list(keys)],
        )
        codes, people = [code for (code,) in coded], [key for (key,) in living]
        for field, names in (
            *((each, codes) for each in referring("households")),
            *((each, people) for each in referring("persons") if not each.part),
        ):
            self._follow(field.ledger, field.key, field.name, names)
        self._follow("visits", "id", "target", [*keys, *people])

    def grid(self, old: str) -> None:
        """A whole grid goes over: it is ended, and everything in it or of it is the other's."""
        index = self._index
        for about in LEDGERS:
            if not about.register and any(each.name == "grid_code" for each in about.columns):
                self._follow(about.name, about.key, "grid_code", [old])
        not_now = frozenset(about.name for about in LEDGERS if about.name not in _OF_NOW)
        for each in replacing(index, "grids", {old: self._to}, without=not_now):
            self._take(each)
        ((before,),) = index.sql("SELECT predecessors FROM grids WHERE grid_code = ?", [self._to])
        listed = list(before or [])
        if old not in listed:
            self._take(Set("grids", self._to, "predecessors", listed or None, [*listed, old]))
        ((until,),) = index.sql("SELECT valid_to FROM grids WHERE grid_code = ?", [old])
        day = self._ws.today.isoformat()
        if until is None:
            self._take(Set("grids", old, "valid_to", None, day))
        self.changes.append(End("grids", old, "merged", day))

    def codes(self, keys: Sequence[str], buildings: Sequence[str], *, recode_stale: bool) -> None:
        """New codes where the scheme has the grid in them."""
        scheme = scheme_of(self._ws)
        if not _embeds_grid(scheme, stale=recode_stale):
            return
        known = Regridder(scheme, self._ws.settings.division_code or "", used_codes(self._index), self._to)
        listed = {key: data_of(self._ws, "households", key) for key in keys}
        coded = {
            key: data
            for key, data in listed.items()
            if data.get("house_code") and data.get("status", "active") == "active"
        }
        renamed: dict[str, str] = {}
        for key, data in sorted(coded.items(), key=lambda item: (item[1]["house_code"], item[0])):
            try:
                new = known.code(data["house_code"])
            except SchemeError as error:
                self._note("C331", "households", key, "house_code", error.reason, name="why")
                continue
            if new != data["house_code"]:
                renamed[data["house_code"]] = new
        going = {key: data for key, data in coded.items() if data["house_code"] in renamed}
        for each in recode(self._index, renamed, going, f"{SOURCE} {self._ws.today.isoformat()}"):
            self.changes.append(each)
        self._rename_buildings(buildings, known.buildings)

    def _rename_buildings(self, buildings: Iterable[str], renamed: dict[str, str]) -> None:
        """A building's own code is what its houses' codes begin with."""
        own = {code: renamed[code] for code in buildings if code in renamed}
        if not own:
            return
        self.changes += replacing(self._index, "buildings", own)
        for key, target in self._index.sql(
            "SELECT id, target FROM visits WHERE target_kind = 'building' AND target IN (SELECT unnest(?)) ORDER BY id",
            [list(own)],
        ):
            self.changes.append(Set("visits", key, "target", target, own[target]))
        self.changes += [Set("buildings", old, "building_code", old, new) for old, new in own.items()]

    def _within(self) -> set[str]:
        """The cells that a house may keep: those below the grid."""
        found = set(self._above)
        queue = sorted(self._above)
        for at in queue:
            below = self._index.sql("SELECT grid_code FROM grids WHERE parent = ? ORDER BY 1", [at])
            queue += [code for (code,) in below if code not in found]
            found.update(queue)
        return found

    def _follow(self, ledger: str, key: str, column: str, names: Sequence[str]) -> None:
        if not any(each.name == "grid_code" for each in ledger_named(ledger).columns):
            return
        # Names come from the models, never from data.
        query = f"SELECT {key}, grid_code FROM {ledger} WHERE {column} IN (SELECT unnest(?)) ORDER BY 1"  # noqa: S608
        for record, grid in self._index.sql(query, [list(names)]):
            self._set(ledger, record, "grid_code", grid, self._to)

    def _set(self, ledger: str, record: str, field: str, old: str | None, new: str | None) -> None:
        if old != new:
            self._take(Set(ledger, record, field, old, new))

    def _take(self, change: Set) -> None:
        name = (change.ledger, change.record, change.field)
        if name not in self._done:
            self._done.add(name)
            self.changes.append(change)

    def _note(self, code: str, ledger: str, record: str, field: str, value: str, name: str = "value") -> None:
        severity = Severity.ERROR if code == "C331" else Severity.WARNING
        self.findings.append(Finding(code, severity, ledger=ledger, record=record, field=field, params={name: value}))


def _embeds_grid(scheme: Scheme, *, stale: bool) -> bool:
    return any(each.of == "grid" and (stale or not each.stale) for each in scheme.segments)
