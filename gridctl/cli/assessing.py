"""A period assessed as its data stood: the revision found, what the indicators read derived, everything measured."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.assess.bulletin import Bulletin
    from gridctl.assess.units import By
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period


def assessed(
    ws: Workspace,
    span: Period,
    *,
    by: By = "grid",
    scheme: Path | None = None,
    quality: bool = True,
    compared: bool = True,
    data: str | None = None,
    inputs: str | None = None,
) -> tuple[Bulletin, Workspace]:
    """The bulletin of a period and the workspace it was measured from.

    ``data`` and ``inputs`` are the commits of a bulletin to be measured again; without ``quality`` nothing is checked,
    without ``compared`` nothing is compared with earlier periods.
    """
    from gridctl.assess.measure import measure
    from gridctl.assess.standing import standing
    from gridctl.cli.deriving import derive_for_report
    from gridctl.rules.check import check

    state = standing(ws, span, data=data, inputs=inputs)
    derive_for_report(state.ws, span)
    # What check joins is among what was just derived.
    findings = check(state.ws, derive=lambda _: None) if quality else ()
    bulletin = measure(state.ws, span, by=by, scheme=scheme, quality=findings, noted=state.findings, compared=compared)
    return replace(bulletin, data_revision=state.data, inputs_revision=state.inputs), state.ws
