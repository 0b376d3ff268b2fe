"""Ledgers as people name them on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.store.faults import UsageFault

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gridctl.store.fieldtable import TableFields
    from gridctl.store.workspace import Workspace


def ledger_names(named: Sequence[str]) -> tuple[str, ...]:
    """The names of ledgers given by name or label in either language; raises ``UsageFault`` for an unknown one."""
    from gridctl.schema.ledgers import LEDGERS

    known = {text.casefold(): each.name for each in LEDGERS for text in (each.name, each.zh, each.en)}
    found = {text: known.get(text.strip().casefold()) for text in named}
    if wrong := [text for text, name in found.items() if name is None]:
        raise _unknown(wrong, known)
    return tuple(dict.fromkeys(name for name in found.values() if name))


def table_named(ws: Workspace, word: str) -> TableFields:
    """The table that a word names: a ledger's, or that of its parts, such as persons; raises ``UsageFault``."""
    from gridctl.store.fieldtable import fields

    known = fields(ws)
    found = known.named(word)
    if found is None:
        raise _unknown([word], ["persons", "人员", *(text for each in known.tables for text in (each.name, each.zh))])
    return found


def _unknown(wrong: Sequence[str], known: Collection[str]) -> UsageFault:
    """The fault of words that name no ledger, with the nearest names; without any, all ledgers are told."""
    from difflib import get_close_matches

    from gridctl.schema.ledgers import LEDGERS

    zh, en = f"没有这本台账：{'、'.join(wrong)}", f"No such ledger: {', '.join(wrong)}"
    near = [name for word in wrong for name in get_close_matches(word.strip().casefold(), known, 1)]
    if near:
        return UsageFault(f"{zh}，是不是 {'、'.join(near)}？", f"{en}. Did you mean {', '.join(near)}?")
    return UsageFault(
        f"{zh}。可写：{'、'.join(each.zh for each in LEDGERS)}。",
        f"{en}. There are: {', '.join(each.name for each in LEDGERS)}.",
    )
