"""``gridctl supervise``: traces of visits that were not made, samples for a re-check, and what the re-check found."""

from __future__ import annotations

import typer

from gridctl.cli import supervise_recheck, supervise_sample, supervise_traces
from gridctl.cli.lang import t

app = typer.Typer(help=t("监督：走访痕迹、抽样、复核", "Supervision: traces, samples, re-checks"), no_args_is_help=True)

for _part in (supervise_traces, supervise_sample, supervise_recheck):
    _part.add_to(app)
