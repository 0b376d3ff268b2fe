"""``gridctl case``: problems, hazards, wishes and deliberations from discovery to the resident's verdict."""

from __future__ import annotations

import typer

from gridctl.cli import case_beside, case_look, case_moves, case_new
from gridctl.cli.lang import t

app = typer.Typer(
    help=t(
        "事件七步闭环：采集、分类、派单、处置、回复、核消、评价。详见 gridctl guide case",
        "Cases in seven steps: collect, classify, dispatch, handle, reply, verify, evaluate. See gridctl guide case",
    ),
    no_args_is_help=True,
)

for _part in (case_new, case_moves, case_beside, case_look):
    _part.add_to(app)
