"""Before a record is written: what `check` would newly say of it, where a person can still put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.lang import t

if TYPE_CHECKING:
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.workspace import Workspace

WithErrorsOption = Annotated[
    bool,
    typer.Option("--with-errors", help=t("检查会报错误的也写入", "write what check will call an error, too")),
]


def tell_foreseen(ws: Workspace, changes: ChangeSet) -> bool:
    """Tell what the changes would make `check` say; whether there are errors among it."""
    if not changes:
        return False
    from gridctl.cli.writing import tell
    from gridctl.findings.finding import Severity
    from gridctl.rules.foreseen import foreseen

    own = {(each.ledger, each.record) for each in changes}
    found = foreseen(ws, changes)
    tell([each if (each.ledger, each.record) in own else ws.locate(each) for each in found])
    return any(each.severity is Severity.ERROR for each in found)
