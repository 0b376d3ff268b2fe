"""The moves of a case along its seven steps, one command each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.case_saying import AtOption, ByOption, CaseArgument, EvidenceOption, NoteOption, asked, finish, said
from gridctl.cli.completing import complete_staff
from gridctl.cli.lang import t
from gridctl.cli.options import DryRunOption, Format, FormatOption, YesOption

if TYPE_CHECKING:
    from collections.abc import Mapping

MatterOption = Annotated[str, typer.Option("--matter", help=t("事项编码", "matter code"))]
LevelOption = Annotated[str, typer.Option("--level", help=t("等级：一般、较大、重大、应急", "ordinary … emergency"))]
SituationOption = Annotated[
    str, typer.Option("--situation", help=t("情形：平时、重大、应急", "routine, major, emergency"))
]
KindOption = Annotated[str, typer.Option("--kind", help=t("类别：问题、小心愿、议事", "problem, wish, deliberation"))]
ValuesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="FIELD=VALUE", help=t("其他字段=值，中英文均可", "other fields and values")),
]


def add_to(app: typer.Typer) -> None:
    """Register the moves."""
    for command, zh, en in (
        (classify, "分类：定事项、等级和情形", "Classify: matter, level and situation"),
        (refuse, "不予受理，写明理由", "Do not admit it, with the reason"),
        (dispatch, "派单给网格员、街道或部门", "Send it to a worker, the subdistrict or a department"),
        (accept, "签收：从此由签收人负责", "Accept it: you answer for it from now on"),
        (claim, "志愿者或党员认领小心愿", "A volunteer or Party member claims a wish"),
        (handle, "处置；--progress 只报进展", "Handle it; --progress only reports"),
        (reply, "回复反映人", "Reply to who raised it"),
        (close, "核消：核实后销号，不能由处置人自己核", "Verify and close; not by who handled it"),
        (evaluate, "居民评价满意度", "The resident's verdict"),
        (return_, "退回，写明理由", "Return it, with the reason"),
        (reopen, "重办，写明理由", "Open it again, with the reason"),
    ):
        app.command(command.__name__.rstrip("_"), help=t(zh, en))(command)


def make(
    case: str,
    name: str,
    words: tuple[str, str, str, list[str] | None, str],
    fields: Mapping[str, Any],
    values: list[str] | None,
    end: tuple[bool, bool, Format],
) -> None:
    """Carry out one move: ``words`` are by, at, note, evidence, to; ``end`` dry run, yes and form."""
    from dataclasses import replace

    from gridctl.cli.writing import interactive
    from gridctl.review.edit_values import assigned
    from gridctl.store.fieldtable import fields as all_fields
    from gridctl.store.workspace import Workspace
    from gridctl.work.case_change import find_case, lacking, moved

    ws = Workspace.open()
    entry = find_case(ws, case)
    told = said(*words)
    given = {key: value for key, value in fields.items() if value} | assigned(
        ws, all_fields(ws).table("cases"), values or []
    )
    dry_run, yes, form = end
    if interactive() and not yes:
        for need in lacking(ws, entry, name, told, given):
            answer = asked(need)
            match need:
                case "note":
                    told = replace(told, note=answer)
                case "to":
                    told = replace(told, to=answer)
                case "by":
                    told = replace(told, by=answer)
                case _:
                    given[need] = answer
    finish(ws, moved(ws, entry, name, told, given), entry.key, form, dry_run=dry_run, yes=yes)


def classify(
    case: CaseArgument, values: ValuesArgument = None, matter: MatterOption = "", level: LevelOption = "",
    situation: SituationOption = "", kind: KindOption = "", by: ByOption = "", at: AtOption = "",
    note: NoteOption = "", evidence: EvidenceOption = None, dry_run: DryRunOption = False, yes: YesOption = False,
    form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Say which matter it is and how grave; what is not admitted is refused."""
    fields = {"matter_code": matter, "level": level, "situation": situation, "kind": kind}
    make(case, "classify", (by, at, note, evidence, ""), fields, values, (dry_run, yes, form))


def refuse(
    case: CaseArgument, by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """It is nothing for the grid, or not true."""
    make(case, "refuse", (by, at, note, evidence, ""), {}, None, (dry_run, yes, form))


def dispatch(
    case: CaseArgument,
    to: Annotated[str, typer.Option("--to", help=t("交给谁：工号、姓名或单位", "staff number, name or unit"),
                                    autocompletion=complete_staff)] = "",
    by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Send it on; the first receiver answers for it until it is accepted."""
    make(case, "dispatch", (by, at, note, evidence, to), {}, None, (dry_run, yes, form))


def accept(
    case: CaseArgument, by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Take it over; the handling's limit begins."""
    make(case, "accept", (by, at, note, evidence, ""), {}, None, (dry_run, yes, form))


def claim(
    case: CaseArgument, by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Take up a wish, sent out or not."""
    make(case, "claim", (by, at, note, evidence, ""), {}, None, (dry_run, yes, form))


def handle(
    case: CaseArgument,
    values: ValuesArgument = None,
    progress: Annotated[bool, typer.Option("--progress", help=t("续报，还没有处置完", "not done yet"))] = False,
    method: Annotated[str, typer.Option("--method", help=t("化解方式，如 人民调解", "way of resolving"))] = "",
    success: Annotated[bool | None, typer.Option("--success/--failed", help=t("是否成功", "resolved or not"))] = None,
    by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Say what was done, or how far it has come."""
    fields = {"resolve_method": method, "success": None if success is None else "yes" if success else "no"}
    name = "progress" if progress else "handle"
    make(case, name, (by, at, note, evidence, ""), fields, values, (dry_run, yes, form))


def reply(
    case: CaseArgument, by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Tell the resident, and note what was told."""
    make(case, "reply", (by, at, note, evidence, ""), {}, None, (dry_run, yes, form))


def close(
    case: CaseArgument, by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Somebody else looks whether it is really done."""
    make(case, "close", (by, at, note, evidence, ""), {}, None, (dry_run, yes, form))


def evaluate(
    case: CaseArgument,
    satisfaction: Annotated[str, typer.Option("--satisfaction", "-s",
                                              help=t("满意、基本满意、不满意", "satisfied, fairly …"))] = "",
    by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Take down what the resident says of it."""
    make(case, "evaluate", (by, at, note, evidence, ""), {"satisfaction": satisfaction}, None, (dry_run, yes, form))


def return_(
    case: CaseArgument, by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Give it back to the stage before: not mine, wrongly sorted, not done well."""
    make(case, "return", (by, at, note, evidence, ""), {}, None, (dry_run, yes, form))


def reopen(
    case: CaseArgument, by: ByOption = "", at: AtOption = "", note: NoteOption = "", evidence: EvidenceOption = None,
    dry_run: DryRunOption = False, yes: YesOption = False, form: FormatOption = Format.TEXT,
) -> None:  # fmt: skip
    """Handle it once more, or look again at one that was not admitted."""
    make(case, "reopen", (by, at, note, evidence, ""), {}, None, (dry_run, yes, form))
