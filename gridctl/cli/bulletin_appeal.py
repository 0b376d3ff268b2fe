"""``gridctl bulletin appeal``: objections to a published figure, within five working days, each with an answer."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.lang import t
from gridctl.cli.options import AsOfOption, DryRunOption, RevealOption, YesOption, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.assess.publishing import Published
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.workspace import Workspace

app = typer.Typer()

WINDOW = 5
"""Working days after publication in which an appeal is heard."""


class Outcome(StrEnum):
    """What came of an appeal."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@app.command(
    help=t(
        "申诉：发布后 5 个工作日内提出；再加 --outcome 答复。采纳的用 gridctl bulletin correct --appeal 更正。",
        "Appeals: raised within 5 working days of publication, answered by the same command with --outcome; one "
        "that was upheld leads to gridctl bulletin correct --appeal.",
    )
)
def appeal(
    number: Annotated[
        str, typer.Argument(help=t("通报编号，或要答复的申诉编号", "a bulletin's number, or an appeal's id"))
    ],
    unit: Annotated[
        str, typer.Option(help=t("谁的数字（网格编码或工号）", "whose figure (grid or staff number)"))
    ] = "",
    indicator: Annotated[str, typer.Option(help=t("哪个指标（可不写）", "which indicator"))] = "",
    reason: Annotated[str, typer.Option(help=t("申诉理由", "why"))] = "",
    outcome: Annotated[Outcome | None, typer.Option(help=t("答复：结果", "answer: the outcome"))] = None,
    answer: Annotated[str, typer.Option(help=t("答复：意见", "answer: its words"))] = "",
    by: Annotated[str, typer.Option(help=t("申诉人或答复人（默认本机用户名）", "who appeals or answers"))] = "",
    as_of: AsOfOption = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
) -> None:
    """Register an appeal, or its answer."""
    from gridctl.cli.finishing import finish, who
    from gridctl.store.workspace import Workspace

    ws = Workspace.open(today=day(as_of))
    person = by or who()
    if outcome is None:
        changes = _raised(ws, number, unit, indicator, reason, person)
    else:
        changes = _answered(ws, number, outcome.value, answer, person)
    finish(ws, changes, (), dry_run=dry_run, yes=yes, reveal=reveal)


def appeals_of(ws: Workspace, number: str) -> list[dict[str, Any]]:
    """The appeals about a bulletin, as data, by day."""
    listed = [dict(each.typed) for each in ws.entries("appeals") if each.typed.get("bulletin") == number]
    return sorted(listed, key=lambda each: (each.get("appealed_on", ""), each["id"]))


def noted(ws: Workspace, number: str, ids: Sequence[str], correction: int) -> ChangeSet:
    """The change that notes a correction's number in the appeals it follows.

    Raises NotFound for one that is not about the bulletin, Refused for one that was not upheld.
    """
    from gridctl.store.changeset import ChangeSet, Set
    from gridctl.store.faults import NotFound, Refused

    known = {each["id"]: each for each in appeals_of(ws, number)}
    for each in ids:
        if each not in known:
            raise NotFound(f"通报 {number} 没有申诉 {each}。", f"Bulletin {number} has no appeal {each}.")
        if known[each].get("outcome") != "upheld":
            raise Refused(
                f"申诉 {each} 还没有采纳，先用 gridctl bulletin appeal {each} --outcome upheld 答复。",
                f"Appeal {each} was not upheld: answer it with gridctl bulletin appeal {each} --outcome upheld.",
            )
    changes = (Set("appeals", each, "correction", known[each].get("correction"), correction) for each in ids)
    return ChangeSet(tuple(changes), title=f"bulletin correct {number}")


def _raised(ws: Workspace, number: str, unit: str, indicator: str, reason: str, by: str) -> ChangeSet:
    from gridctl.assess.publishing import find_published
    from gridctl.store.changeset import Add, ChangeSet
    from gridctl.store.faults import NotFound
    from gridctl.text.ids import new_id

    found = find_published(ws.root, number)
    if not unit or not reason:
        raise typer.BadParameter(t("申诉要写明 --unit 和 --reason", "an appeal names --unit and --reason"))
    figures = {each["code"]: each for each in found.last.figures["units"]}
    if unit not in figures:
        raise NotFound(f"通报 {number} 里没有 {unit}。", f"{unit} is not in bulletin {number}.")
    if indicator and indicator not in figures[unit]["indicators"]:
        raise NotFound(f"通报 {number} 里没有指标 {indicator}。", f"Bulletin {number} has no indicator {indicator}.")
    _in_time(ws, found)
    today = ws.today.isoformat()
    key = new_id("E", number, unit, indicator, today, reason)
    data = {
        "id": key, "bulletin": number, "unit": unit, "indicator": indicator, "appealed_by": by, "appealed_on": today,
        "reason": reason,
    }  # fmt: skip
    add = Add("appeals", key, {name: value for name, value in data.items() if value})
    return ChangeSet(() if ws.get("appeals", key) else (add,), title=f"bulletin appeal {number}")


def _in_time(ws: Workspace, found: Published) -> None:
    from gridctl.store.faults import Refused
    from gridctl.text.dates import parse_date
    from gridctl.text.workdays import Calendar

    published = parse_date(found.first.manifest.published_on).value
    last = Calendar(ws.settings.workdays).add_workdays(published, WINDOW)
    if ws.today > last:
        raise Refused(
            f"申诉期到 {last} 为止（发布后 {WINDOW} 个工作日），已经过了。",
            f"Appeals were heard until {last}, {WINDOW} working days after publication.",
        )


def _answered(ws: Workspace, key: str, outcome: str, answer: str, by: str) -> ChangeSet:
    from gridctl.store.changeset import ChangeSet, Set
    from gridctl.store.faults import NotFound, Refused

    entry = ws.get("appeals", key)
    if entry is None:
        raise NotFound(f"没有申诉 {key}。", f"There is no appeal {key}.")
    if entry.typed.get("outcome"):
        raise Refused(f"申诉 {key} 已经答复过。", f"Appeal {key} has been answered.")
    if not answer and outcome != "withdrawn":
        raise typer.BadParameter(t("答复要写明 --answer", "an answer needs its words: --answer"))
    told = {"outcome": outcome, "answer": answer, "decided_by": by, "decided_on": ws.today.isoformat()}
    changes = (Set("appeals", key, name, None, value) for name, value in told.items() if value)
    return ChangeSet(tuple(changes), title=f"bulletin appeal {key}")
