"""What every move of a case is told, and how it ends: options, questions, preview, where the case then stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.completing import complete_case, complete_staff
from gridctl.cli.console import out, say
from gridctl.cli.lang import language, t
from gridctl.cli.options import Format
from gridctl.cli.output import emit_data

if TYPE_CHECKING:
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.workspace import Workspace
    from gridctl.work.case_change import Said

CaseArgument = Annotated[
    str,
    typer.Argument(metavar="CASE", help=t("事件编号", "case number or id"), autocompletion=complete_case),
]
ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        help=t(
            "办理人：工号、姓名或单位（默认现在负责的人）", "who: staff number, name or unit (default: who answers)"
        ),
        autocompletion=complete_staff,
    ),
]
AtOption = Annotated[
    str,
    typer.Option("--at", metavar="TIME", help=t("时间，如 “2026-07-01 09:30”（默认现在）", "when (default: now)")),
]
NoteOption = Annotated[str, typer.Option("--note", "-m", help=t("情况或理由", "what was done, or why"))]
EvidenceOption = Annotated[
    list[str] | None,
    typer.Option("--evidence", "-e", help=t("佐证：照片、文件名（可多次）", "photos, files (more than once)")),
]


def said(by: str = "", at: str = "", note: str = "", evidence: list[str] | None = None, to: str = "") -> Said:
    """The options as the work package takes them; a time that is none is a usage error."""
    from gridctl.text.dates import parse_moment
    from gridctl.work.case_change import Said

    moment = None
    if at:
        try:
            moment = parse_moment(at)
        except ValueError:
            raise typer.BadParameter(
                t(f"不是时间：{at}，应写成 “2026-07-01 09:30”", f'not a time: {at}; write "2026-07-01 09:30"')
            ) from None
    return Said(by, moment, to, note, tuple(evidence or ()))


def asked(need: str) -> str:
    """The answer to what a move still needs, where somebody can be asked."""
    from gridctl.schema.codelists import code_list
    from gridctl.work.case_words import NEED_WORDS

    label = NEED_WORDS[need].text(language()).partition(" --")[0].rstrip(",")
    codes = {"level": "case_level", "satisfaction": "satisfaction"}.get(need)
    if codes:
        items = code_list(codes).items
        label += t(f"（{'、'.join(each.zh for each in items)}）", f" ({', '.join(each.key for each in items)})")
    return str(typer.prompt(label, default="", show_default=False, err=True)).strip()


def finish(ws: Workspace, changes: ChangeSet, key: str, form: Format, *, dry_run: bool, yes: bool) -> None:
    """Preview, ask, write, and tell where the case stands; machine output is only where it stands."""
    from gridctl.cli.writing import REFUSED, agreed, carry_out

    if form is Format.TEXT:
        if carry_out(ws, changes, dry_run=dry_run, yes=yes):
            tell(ws, key)
        return
    if not (yes or dry_run or agreed(ask=False)):
        raise typer.Exit(REFUSED)
    if changes and not dry_run:
        ws.apply(changes)
    emit_status(ws, key, form)


def tell(ws: Workspace, key: str) -> None:
    """One line on where a case stands."""
    from gridctl.work.case_change import now
    from gridctl.work.case_status import progress_of
    from gridctl.work.case_words import stage_words

    entry = ws.get("cases", key)
    if entry is None:
        return
    state = progress_of(entry.typed, ws, now(ws))
    stage, number = stage_words(state.stage).text(language()), entry.typed.get("case_no") or key
    line = f"{number}  {stage}"
    if state.stage == "accept" and state.sent_to:
        line += t(f"，已派给 {state.sent_to}，签收前由 {state.holder} 负责",
                  f", sent to {state.sent_to}; {state.holder} answers for it until it is accepted")  # fmt: skip
    elif not state.ended and state.holder:
        line += t(f"，由 {state.holder} 负责", f", {state.holder} answers for it")
    if state.step_due is not None:
        line += t(f"，时限 {state.step_due:%Y-%m-%d %H:%M}", f", due {state.step_due:%Y-%m-%d %H:%M}")
    out().print(line, markup=False, soft_wrap=True)
    if state.stage == "finished" and entry.typed.get("satisfaction") == "dissatisfied":
        say(t(f"居民不满意：要重办，用 gridctl case reopen {number}，写明理由。",
              f"The resident is dissatisfied: gridctl case reopen {number} -m … opens it again."))  # fmt: skip


def emit_status(ws: Workspace, key: str, form: Format) -> None:
    """Where a case stands, for machines; nothing known for one that a dry run did not write."""
    from gridctl.work.case_change import now
    from gridctl.work.case_sheets import status_data
    from gridctl.work.case_status import derive

    data: dict[str, Any] = {"case_id": key, "written": ws.get("cases", key) is not None}
    if data["written"]:
        derive(ws, as_of=now(ws))
        data = status_data(ws, key)
    emit_data(data, form, None)
