"""Looking at cases: the list, one as a timeline, early warnings, the demand profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.case_saying import CaseArgument
from gridctl.cli.completing import complete_staff
from gridctl.cli.console import out, say
from gridctl.cli.lang import counted, language, t
from gridctl.cli.options import AsOfOption, Format, FormatOption, GridOption, OutputOption, RevealOption, day, period
from gridctl.cli.output import emit_data, show_table
from gridctl.cli.unread import tell_unread

if TYPE_CHECKING:
    from gridctl.store.workspace import Workspace

PeriodOption = Annotated[str, typer.Option("--period", "-p", help=t("2026Q3、2026-07 等", "2026Q3, 2026-07 …"))]


_ANY = ("不限", "any")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("list", help=t("列出在办的事件，先到期的在前", "Cases under way, what is due first"))(list_)
    app.command(help=t("一件事件的全过程：各环节、时限、延期、亮牌", "One case as a timeline"))(show)
    app.command(help=t("预警：同地、同人、上升的事项、重点走访对象", "Early warnings, with the evidence"))(warnings)
    app.command(help=t("诉求图谱和化解层级，按网格和月份", "What is asked for most, and where it was settled"))(profile)


def list_(
    stage: Annotated[str, typer.Option("--stage", help=t("阶段，如 待派单、handle", "stage, e.g. handle"))] = "",
    grid: GridOption = "",
    holder: Annotated[str, typer.Option("--holder", help=t("由谁负责、待谁签收", "who answers or is to accept"),
                                        autocompletion=complete_staff)] = "",
    kind: Annotated[str, typer.Option("--kind", help=t("类别：问题、小心愿、议事", "problem, wish …"))] = "",
    late: Annotated[bool, typer.Option("--late", help=t("只看有超时的", "only with something late"))] = False,
    card: Annotated[str, typer.Option("--card", help=t("亮牌：黄牌、红牌、不限", "yellow, red or any"))] = "",
    ended: Annotated[bool, typer.Option("--all", "-a", help=t("已结束的也列", "ended ones, too"))] = False,
    most: Annotated[int, typer.Option("--most", "-n", min=0, help=t("最多几行，0 为全部", "rows; 0: all"))] = 40,
    form: FormatOption = Format.TEXT, output: OutputOption = None, reveal: RevealOption = False,
    as_of: AsOfOption = "",
) -> None:  # fmt: skip
    """Show the cases that fit."""
    from gridctl.store.gridtree import grids_under
    from gridctl.store.workspace import Workspace
    from gridctl.work.case_change import now
    from gridctl.work.case_people import People
    from gridctl.work.case_sheets import Wanted, case_data, case_list
    from gridctl.work.case_status import derive

    ws = Workspace.open(today=day(as_of))
    derive(ws, as_of=now(ws))
    wanted = Wanted(
        stage=_key("case_stage", stage),
        grids=grids_under(ws, grid) if grid else None,
        holder=People(ws).named(holder) if holder else "",
        late=late,
        card="any" if card in _ANY else _key("case_card", card, _ANY),
        kind=_key("case_kind", kind),
        ended=ended,
    )
    tell_unread(ws.index().partly_read(["cases"]))
    if form is not Format.TEXT:
        listed = case_data(ws, wanted, reveal=reveal)
        emit_data(listed, form, output, lines=listed)
        return
    table = case_list(ws, wanted)
    if table.rows or output is not None:
        show_table(table, form, output, reveal=reveal, most=most)
    say(t(f"事件 {len(table.rows)} 件。", f"{counted(len(table.rows), 'case')}."))


def show(
    case: CaseArgument, form: FormatOption = Format.TEXT, output: OutputOption = None, reveal: RevealOption = False,
    as_of: AsOfOption = "",
) -> None:  # fmt: skip
    """Show one case from its discovery on."""
    from gridctl.store.workspace import Workspace
    from gridctl.work.case_change import find_case, now
    from gridctl.work.case_sheets import merged_cases, status_data, timeline, timeline_data
    from gridctl.work.case_status import derive, progress_of

    ws = Workspace.open(today=day(as_of))
    entry = find_case(ws, case)
    moment = now(ws)
    state = progress_of(entry.typed, ws, moment)
    if form is Format.TEXT:
        if output is None:
            _head(ws, entry.typed, state)
        show_table(timeline(ws, entry.typed, state, moment, short=True), form, output, reveal=reveal)
        return
    derive(ws, as_of=moment)
    data = status_data(ws, entry.key) | {
        "merged_cases": merged_cases(ws, entry.key),
        "timeline": timeline_data(entry.typed, state, reveal=reveal),
    }
    emit_data(data, form, output)


def warnings(
    grid: GridOption = "", form: FormatOption = Format.TEXT, output: OutputOption = None,
    reveal: RevealOption = False, as_of: AsOfOption = "",
) -> None:  # fmt: skip
    """Show what deserves a look, each with the cases it rests on; never a verdict on a person."""
    from gridctl.store.gridtree import grids_under
    from gridctl.store.workspace import Workspace
    from gridctl.work.case_change import now
    from gridctl.work.case_status import derive
    from gridctl.work.case_warnings import case_warnings, warning_data
    from gridctl.work.case_warnings import warnings as warnings_of

    ws = Workspace.open(today=day(as_of))
    derive(ws, as_of=now(ws))
    found = warnings_of(ws, grids=grids_under(ws, grid) if grid else None)
    if form is Format.TEXT:
        show_table(case_warnings(ws, found), form, output, reveal=reveal)
        return
    data = warning_data(found)
    emit_data(data, form, output, lines=data)


def profile(
    when: PeriodOption = "", grid: GridOption = "", form: FormatOption = Format.TEXT, output: OutputOption = None,
    as_of: AsOfOption = "",
) -> None:  # fmt: skip
    """Count what was asked for by matter, grid and month, and at which level it was settled."""
    from gridctl.store.gridtree import grids_under
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import quarter_of
    from gridctl.work.case_change import now
    from gridctl.work.case_profile import demand_table, level_table
    from gridctl.work.case_status import derive

    ws = Workspace.open(today=day(as_of))
    span = period(when, ws.today) if when else quarter_of(ws.today)
    derive(ws, as_of=now(ws))
    grids = grids_under(ws, grid) if grid else None
    demand, levels = demand_table(ws, span, grids), level_table(ws, span, grids)
    if form is Format.TEXT:
        show_table(demand, form, output)
        show_table(levels, form, output)
        return
    from gridctl.render.machine import table_data

    data: dict[str, Any] = {"period": span.label, "demand": table_data(demand), "settled": table_data(levels)}
    emit_data(data, form, output, lines=data["demand"])


def _head(ws: Workspace, case: dict[str, Any], state: Any) -> None:
    from gridctl.findings.coded import coded
    from gridctl.text.masking import mask_free
    from gridctl.work.case_sheets import merged_cases, numbers_of
    from gridctl.work.case_words import stage_words

    speak = language()
    grid = ws.get("grids", str(case.get("grid_code") or ""))
    facts = [
        coded("case_kind", state.kind).text(speak), str((grid.typed.get("name") if grid else "") or ""),
        coded("case_source", case.get("source") or "").text(speak), coded("case_level", state.level).text(speak),
        coded("situation", state.situation).text(speak), str(case.get("matter_code") or ""),
    ]  # fmt: skip
    console = out()
    console.print(f"{case.get('case_no')}  {mask_free(str(case.get('title') or ''))}", style="bold", markup=False)
    console.print(" · ".join(each for each in facts if each), markup=False)
    line = stage_words(state.stage).text(speak)
    closed = state.last.get("verify")
    if closed is not None:
        line += t(f"；{closed:%Y-%m-%d %H:%M} 核消", f"; closed {closed:%Y-%m-%d %H:%M}")
    elif state.close_due is not None and not state.ended:
        line += t(
            f"；应在 {state.close_due:%Y-%m-%d %H:%M} 前核消", f"; to be closed by {state.close_due:%Y-%m-%d %H:%M}"
        )
    if state.card:
        line += t("；", "; ") + coded("case_card", state.card).text(speak)
    if case.get("merged_into"):
        into = numbers_of(ws, [str(case["merged_into"])]).get(str(case["merged_into"]), str(case["merged_into"]))
        line += t(f"；并入 {into}", f"; merged into {into}")
    others = merged_cases(ws, str(case.get("id") or ""))
    if others:
        line += t(f"；并入本件的：{'、'.join(others)}", f"; merged into it: {', '.join(others)}")
    if case.get("visit"):
        line += t(f"；来自走访 {case['visit']}", f"; from visit {case['visit']}")
    console.print(line, markup=False)


def _key(codes: str, text: str, also: tuple[str, ...] = ()) -> str:
    """The key of a coded value; a usage error with what there is, and what ``also`` may be written."""
    from gridctl.schema.codelists import code_list
    from gridctl.store.faults import UsageFault

    if not text:
        return ""
    found = code_list(codes).find(text)
    if found is None:
        items = code_list(codes).items
        raise UsageFault(
            f"没有“{text}”。可以是：{'、'.join([*(each.zh for each in items), *also[:1]])}。",
            f'No "{text}". It may be: {", ".join([*(each.key for each in items), *also[1:]])}.',
        )
    return found.key
