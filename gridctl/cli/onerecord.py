"""The one record a command is about, as a person names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.cli.lang import t

if TYPE_CHECKING:
    from gridctl.review.lookup import Hit
    from gridctl.store.workspace import Workspace

_SHOWN = 8


def one_record(ws: Workspace, text: str) -> Hit:
    """The record with this id, code or number, or the only one the text finds; raises NotFound or UsageFault."""
    from gridctl.cli.console import err
    from gridctl.cli.find import hit_lines
    from gridctl.cli.unread import tell_unread
    from gridctl.review.lookup_record import named_record
    from gridctl.store.faults import NotFound, UsageFault

    hits = named_record(ws, text)
    if not hits:
        # The record looked for may be among those that are missing.
        tell_unread(ws.index().partly_read())
        raise NotFound(
            f"没有找到 {text}。可写记录编号、人员编号、房屋编码、工号、网格编码，或用 gridctl find 查找。",
            f"Nothing found for {text}. Give a record's id, a person's id, a house code, staff number or grid code, or "
            "look with gridctl find.",
        )
    if len(hits) > 1:
        for line in hit_lines(ws, hits[:_SHOWN], reveal=False):
            err().print(line, markup=False, soft_wrap=True)
        raise UsageFault(
            f"{text} 找到 {len(hits)} 条，请写其中一条的编号。", f"{text} fits {len(hits)} records; give the id of one."
        )
    return hits[0]


def what(hit: Hit) -> str:
    """A record in a few words."""
    from gridctl.schema.ledgers import ledger

    return t(f"{ledger(hit.ledger).zh} {hit.part or hit.record}", f"{ledger(hit.ledger).en} {hit.part or hit.record}")
