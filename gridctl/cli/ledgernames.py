"""Ledgers as people name them on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.store.faults import UsageFault

if TYPE_CHECKING:
    from collections.abc import Sequence


def ledger_names(named: Sequence[str]) -> tuple[str, ...]:
    """The names of ledgers given by name or label in either language; raises ``UsageFault`` for an unknown one."""
    from gridctl.schema.ledgers import LEDGERS

    known = {text.casefold(): each.name for each in LEDGERS for text in (each.name, each.zh, each.en)}
    found = [known.get(text.strip().casefold()) for text in named]
    if None in found:
        wrong = "、".join(text for text, name in zip(named, found, strict=True) if name is None)
        raise UsageFault(
            f"没有这本台账：{wrong}。可写：{'、'.join(each.zh for each in LEDGERS)}。",
            f"No such ledger: {wrong}. There are: {', '.join(each.name for each in LEDGERS)}.",
        )
    return tuple(dict.fromkeys(name for name in found if name))
