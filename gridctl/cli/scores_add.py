"""``gridctl scores add``: one score, with who gave it, when and why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.completing import complete_staff
from gridctl.cli.lang import language, t
from gridctl.cli.options import DryRunOption, YesOption

if TYPE_CHECKING:
    from gridctl.assess.scheme import Scheme
    from gridctl.store.workspace import Workspace


class UnitKind(StrEnum):
    """What is scored."""

    STAFF = "staff"
    GRID = "grid"
    COMMUNITY = "community"
    DEPARTMENT = "department"


def add(
    named: Annotated[str, typer.Argument(metavar="INPUT", help=t("项目：日常考评、纪律学习、创新做法等", "what for"))],
    unit: Annotated[
        str,
        typer.Argument(
            help=t("工号或姓名；网格编码；部门", "staff number, name or code"), autocompletion=complete_staff
        ),
    ] = "",
    points: Annotated[
        str, typer.Argument(help=t("分值，扣分写 -5 或 扣5", "points; 扣5 or, after --, -5 to take off"))
    ] = "",
    kind: Annotated[UnitKind, typer.Option(help=t("对象类别", "kind of unit"))] = UnitKind.STAFF,
    reason: Annotated[str, typer.Option("--reason", "-r", help=t("理由（必填）", "why (required)"))] = "",
    given_by: Annotated[str, typer.Option("--by", help=t("打分人（默认 Git 用户名）", "who gives it"))] = "",
    on: Annotated[str, typer.Option("--on", help=t("哪一天（默认今天）", "the day (default: today)"))] = "",
    when: Annotated[
        str, typer.Option("--period", "-p", help=t("计入哪一期，如 2026Q3", "the period it counts in"))
    ] = "",
    level: Annotated[str, typer.Option(help=t("认定层级：街道级、区级、市级、省级", "level of award"))] = "",
    evidence: Annotated[list[str] | None, typer.Option(help=t("佐证记录编号", "records it rests on"))] = None,
    approved_by: Annotated[str, typer.Option(help=t("签批人（一票否决须有）", "who signed it off"))] = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Preview, ask, write; exit code 1 when it could not count."""
    from gridctl.assess.sources import load_basis
    from gridctl.cli.writing import carry_out, refuse, tell
    from gridctl.review.edit_changes import added
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    scheme = load_basis(ws).scheme
    values: dict[str, Any] = {
        "unit_kind": kind.value,
        "unit": _unit(ws, kind, unit),
        "input": _input(scheme, named),
        "scored_on": on or ws.today.isoformat(),
        "period": when,
        "points": points,
        "level": level,
        "reason": reason,
        "given_by": given_by or ws.git.config("user.name"),
        "evidence": evidence or [],
        "approved_by": approved_by,
        "approved_on": ws.today.isoformat() if approved_by else "",
    }
    edited = added(ws, "scores", {name: value for name, value in values.items() if value})
    if edited.faulty:
        raise refuse(edited.findings)
    tell(edited.findings)
    _must_count(scheme, values)
    carry_out(ws, edited.changes, dry_run=dry_run, yes=yes)


def _input(scheme: Scheme, named: str) -> str:
    """The input as the files of this community call it."""
    key = scheme.input_key(named)
    if key is None:
        listed = t("、", ", ").join(each.label(language()) for each in scheme.named_inputs().values())
        raise typer.BadParameter(
            t(f"方案里没有“{named}”，有：{listed}", f"the scheme has no {named}; there are: {listed}"),
            param_hint="INPUT",
        )
    return scheme.named_inputs()[key].zh


def _unit(ws: Workspace, kind: UnitKind, text: str) -> str:
    """The code of who is meant; raises ``NotFound``, and ``UsageFault`` for a name that two have."""
    from gridctl.store.faults import NotFound, UsageFault

    register, code = {UnitKind.STAFF: ("staff", "staff_no"), UnitKind.GRID: ("grids", "grid_code")}.get(kind, ("", ""))
    if not register:
        return text
    rows = [
        each[code]
        for each in ws.index().rows(f"SELECT {code}, name FROM {register} WHERE current")  # noqa: S608 - own names
        if text and text in (each[code], each["name"])
    ]
    if not rows:
        raise NotFound(f"没有 {text or '考评对象'}。", f"There is no {text or 'unit'}.")
    if len(rows) > 1:
        listed = t("、", ", ").join(sorted(rows))
        raise UsageFault(
            f"叫 {text} 的有几个：{listed}，请写编号。", f"There are several {text}: {listed}; give the code."
        )
    return str(rows[0])


def _must_count(scheme: Scheme, values: dict[str, Any]) -> None:
    """Refuse what would be told as A116 the next time somebody measures."""
    from gridctl.assess.inputs import counts_on, points_of
    from gridctl.schema.score import Score
    from gridctl.store.faults import UsageFault

    score = Score.model_validate({name: value for name, value in values.items() if value})
    key = scheme.input_key(str(values["input"])) or ""
    written = None if score.points is None else float(score.points)
    if points_of(scheme, key, written, score.level) is None:
        raise UsageFault(
            "分值没有写、超出范围，或缺少认定层级（--level）。用 gridctl scores scheme 查看各项分值。",
            "Points are missing or out of range, or the level is (--level). See gridctl scores scheme.",
        )
    if counts_on(score.period, score.scored_on) is None:
        raise UsageFault(
            f"不认识的所属期：{score.period}，可写 2026Q3、2026-07 或 2026。",
            f"Unknown period {score.period}: write 2026Q3, 2026-07 or 2026.",
        )
