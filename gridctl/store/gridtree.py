"""The grids below a grid, as the register has them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from gridctl.store.faults import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.store.workspace import Workspace

# So many grids are named in a fault.
_FEW = 12


def grids_under(ws: Workspace, named: str) -> frozenset[str]:
    """The code of a grid given by code or name, with those of all grids below it; raises ``NotFound``.

    A grid that only the ledgers know, not the register, counts too.
    """
    known = {each.key: each.typed for each in ws.entries("grids") if each.key}
    codes = {code for code, data in known.items() if named in (code, data.get("name"))}
    if not codes and not any(shard.scope.partition("/")[0] == named for shard in ws.shards()):
        raise _no_grid(named, {code: str(data.get("name") or "") for code, data in known.items()})
    codes = codes or {named}
    while more := {code for code, data in known.items() if data.get("parent") in codes} - codes:
        codes |= more
    return frozenset(codes)


def _no_grid(named: str, names: Mapping[str, str]) -> NotFound:
    """The fault of a name or code that no grid has, with the nearest ones, or all where they are few."""
    near = get_close_matches(named, [*names.values(), *names], 3) or [name or code for code, name in names.items()]
    zh = f"有：{'、'.join(near)}" if 0 < len(near) <= _FEW else "全部网格：gridctl list grids"
    en = f"There are: {', '.join(near)}" if 0 < len(near) <= _FEW else "For all: gridctl list grids"
    return NotFound(f"没有网格 {named}。{zh}。", f"There is no grid {named}. {en}.")
