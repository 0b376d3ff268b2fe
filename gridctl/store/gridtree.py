"""The grids below a grid, as the register has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.store.faults import NotFound

if TYPE_CHECKING:
    from gridctl.store.workspace import Workspace


def grids_under(ws: Workspace, named: str) -> frozenset[str]:
    """The code of a grid given by code or name, with those of all grids below it; raises ``NotFound``.

    A grid that only the ledgers know, not the register, counts too.
    """
    known = {each.key: each.typed for each in ws.entries("grids") if each.key}
    codes = {code for code, data in known.items() if named in (code, data.get("name"))}
    if not codes and not any(shard.scope.partition("/")[0] == named for shard in ws.shards()):
        raise NotFound(
            f"没有网格 {named}。用 gridctl export grids 导出全部网格。",
            f"There is no grid {named}. gridctl export grids lists them.",
        )
    codes = codes or {named}
    while more := {code for code, data in known.items() if data.get("parent") in codes} - codes:
        codes |= more
    return frozenset(codes)
