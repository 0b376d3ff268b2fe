"""``gridctl people``: one person in several places of the ledgers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.console import out, say
from gridctl.cli.finishing import ByOption, finish, who
from gridctl.cli.groups import MOST_GROUPS, ListFormat, ListFormatOption, show_groups, tell_decided, write_book
from gridctl.cli.lang import language, t
from gridctl.cli.options import DryRunOption, Format, FormatOption, OutputOption, RevealOption, YesOption
from gridctl.cli.output import emit_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.addresses.people.cases import PersonCase
    from gridctl.store.workspace import Workspace

app = typer.Typer(help=t("同一个人在几处登记", "One person in several places"), no_args_is_help=True)


@app.command(
    help=t(
        "列出登记在几处、要处理的人：两处现住、去世未注销、号码写错等，附理由；--format xlsx 生成判断表。",
        "List persons who stand in several places and need something done: two houses, dead but still listed, a wrong "
        "number, with reasons; --format xlsx makes the decision workbook.",
    )
)
def duplicates(
    form: ListFormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
) -> None:
    """Groups of mentions of one person in which something is wrong; exit code 1 when there are any."""
    from gridctl.addresses.people.cases import person_cases
    from gridctl.addresses.people.derive import derive_people
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    found = person_cases(derive_people(ws))
    _show(ws, found, form, output, reveal=reveal)
    confirmed = sum(case.tier == "confirmed" for case in found)
    say(
        t(
            f"确认 {confirmed} 人，疑似 {len(found) - confirmed} 组。",
            f"Persons confirmed: {confirmed}; groups suspected: {len(found) - confirmed}.",
        )
    )
    if found:
        raise typer.Exit(1)


@app.command(
    help=t(
        "读回填好的判断表，记入 ledgers/decisions/。",
        "Read a filled-in decision workbook back into ledgers/decisions/.",
    )
)
def decide(
    file: Annotated[Path, typer.Argument(help=t("填好的判断表", "the decision workbook"))],
    by: ByOption = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
) -> None:
    """Turn the marks into decisions; exit code 1 when some could not be taken."""
    from gridctl.addresses.doubles.decisionbook import read_marks
    from gridctl.addresses.people.deciding import decide_people
    from gridctl.addresses.people.derive import find_people
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    groups, findings = read_marks(file)
    made = decide_people(ws.index(), find_people(ws), groups, by=by or who(), day=ws.today.isoformat())
    tell_decided(made)
    finish(ws, made.changes, [*findings, *made.findings], dry_run=dry_run, yes=yes, reveal=reveal)


@app.command(
    help=t(
        "按判断处理：不住的那处写离开，补号码和电话，注销去世者的名单，引用一并改过来。",
        "Carry out what was decided: the wrong registration ends, numbers and telephones are filled in, lists of the "
        "dead end, references follow.",
    )
)
def apply(
    confirmed: Annotated[
        bool,
        typer.Option(
            "--confirmed",
            help=t("没有判断、但已确认的人，不用选的也一并处理", "also persons confirmed without a decision"),
        ),
    ] = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    reveal: RevealOption = False,
) -> None:
    """One change set for all that is decided, and with --confirmed for what needs no choice."""
    from gridctl.addresses.people.derive import find_people
    from gridctl.addresses.people.merging import plan_people
    from gridctl.store.workspace import Workspace

    ws = Workspace.open()
    plan = plan_people(ws, find_people(ws), confirmed=confirmed)
    if plan.changes or plan.findings:
        say(t(f"处理 {plan.persons} 人。", f"Persons settled: {plan.persons}."))
    nothing = t("没有要处理的：判为同一的都已处理。", "Nothing to do: all that is judged the same has been settled.")
    finish(ws, plan.changes, plan.findings, dry_run=dry_run, yes=yes, reveal=reveal, nothing=nothing)


@app.command(
    help=t(
        "说明一个人登记在哪些地方，每处为什么是或不是同一人。参数是编号、证件号码或姓名。",
        "Explain where a person is entered, and why each place is the same person or is not. Give an id, a citizen id "
        "or a name.",
    )
)
def explain(
    person: Annotated[str, typer.Argument(help=t("编号、证件号码或姓名", "an id, a citizen id or a name"))],
    other: Annotated[str, typer.Argument(help=t("只与这一处相比", "compare with this one only"))] = "",
    form: FormatOption = Format.TEXT,
    output: OutputOption = None,
    reveal: RevealOption = False,
) -> None:
    """Show every mention of a name or number with the verdict on it."""
    from gridctl.addresses.people.explain import explain_person, explained_data
    from gridctl.store.workspace import Workspace

    about, found = explain_person(Workspace.open(), person, other)
    if form is Format.TEXT and output is None:
        from gridctl.cli.people_list import print_explained

        print_explained(out(), about, found, reveal=reveal)
    else:
        data = explained_data(about, found, reveal=reveal, language=language())
        emit_data(data, form, output)


def _show(ws: Workspace, found: Sequence[PersonCase], form: ListFormat, output: Path | None, *, reveal: bool) -> None:
    from gridctl.addresses.people.table import case_data, people_table
    from gridctl.cli.people_list import print_people

    path = output or ws.root / "out" / t("人员判断表.xlsx", "persons.xlsx")
    show_groups(
        form,
        output,
        terminal=lambda: print_people(out(), found, most=MOST_GROUPS, reveal=reveal),
        data=lambda: [case_data(case, reveal=reveal, language=language()) for case in found],
        book=lambda: write_book(path, people_table(found, blocks=True), reveal=reveal),
    )
