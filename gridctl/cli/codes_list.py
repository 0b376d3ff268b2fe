"""Groups of one house on the terminal, and those of a bare list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from gridctl.cli.console import say
from gridctl.cli.groups import ListFormat, show_groups, write_book
from gridctl.cli.lang import counted, language, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from gridctl.addresses.doubles.barelist import BareList
    from gridctl.addresses.doubles.blocks import ListGroup
    from gridctl.addresses.doubles.evidence import Case, House


def print_cases(console: Console, cases: Sequence[Case], *, most: int, reveal: bool) -> None:
    """Print the groups, each with its reasons and houses, the one proposed to be kept first."""
    from rich.text import Text

    from gridctl.addresses.doubles.words import reasons, words

    for case in cases[:most]:
        number = t(f"第 {case.number} 组", f"group {case.number}")
        tier = words("tiers", case.tier).text(language())
        style = "green" if case.tier == "confirmed" else "yellow"
        head = Text.assemble((number, "bold"), "  ", (tier, style), "  ", reasons(case.reasons).text(language()))
        if case.verdict:
            head.append(t("  已判断：", "  decided: ") + words("decided", case.verdict).text(language()), "cyan")
        console.print(head, soft_wrap=True)
        for house in case.houses:
            console.print(print_house(house, kept=house is case.keeper, reveal=reveal), soft_wrap=True)
        why = words("keeper", case.why_keep).text(language())
        console.print(Text(t(f"    建议保留第一条：{why}", f"    proposed to keep the first: {why}"), "dim"))
    if len(cases) > most:
        left = len(cases) - most
        console.print(
            Text(t(f"… 还有 {left} 组，--format xlsx 或 json 列出全部", f"… {left} more: see --format xlsx or json")),
            style="dim",
        )


_WITH_CODES = (ListFormat.TEXT, ListFormat.XLSX)


def show_list(source: Path, aliases: Path | None, form: ListFormat, output: Path | None) -> None:
    """Show the groups of a bare list; exit code 1 when there are any.

    Their workbook lies beside the list; nobody decides in it, for there is no ledger to change.
    """
    from gridctl.addresses.doubles.barelist import read_aliases, read_list
    from gridctl.addresses.doubles.blocks import find_in_list
    from gridctl.addresses.doubles.listcodes import codes_of
    from gridctl.addresses.doubles.listtable import list_table_of

    listed = read_list(source)
    groups = find_in_list(listed, read_aliases(aliases) if aliases else ())
    codes = codes_of(source, {row for group in groups for row in group.rows}) if form in _WITH_CODES else {}
    path = output or source.with_name(t(f"{source.stem}-同一处房屋.xlsx", f"{source.stem}-doubles.xlsx"))
    show_groups(
        form,
        output,
        terminal=lambda: _print_rows(listed, groups, codes),
        data=lambda: [
            {"rows": [listed.ids[row] for row in group.rows], "tier": group.tier, "reasons": list(group.reasons)}
            for group in groups
        ],
        book=lambda: write_book(path, list_table_of(listed, groups, codes), decided=False),
    )
    if listed.blank:
        say(t(f"{listed.blank} 行没有地址，未比较。", f"{listed.blank} rows have no address and were left out."))
    confirmed = sum(group.tier == "confirmed" for group in groups)
    say(
        t(
            f"{len(listed.addresses)} 行：确认 {confirmed} 组，疑似 {len(groups) - confirmed} 组。",
            f"{len(listed.addresses)} rows: {confirmed} groups confirmed, {len(groups) - confirmed} suspected.",
        )
    )
    if groups:
        raise typer.Exit(1)


def _print_rows(listed: BareList, groups: Sequence[ListGroup], codes: Mapping[int, str]) -> None:
    from gridctl.addresses.doubles.words import reasons, words

    width = max((len(code) for code in codes.values()), default=0)
    for number, group in enumerate(groups, 1):
        tier = words("tiers", group.tier).text(language())
        typer.echo(f"{number}  {tier}  {reasons(group.reasons).text(language())}")
        for row in group.rows:
            code = f"{codes.get(row, ''):<{width}}  " if width else ""
            typer.echo(f"    {listed.ids[row]}  {code}{listed.addresses[row]}")


def print_house(house: House, *, kept: bool, reveal: bool, number: int = 0) -> Any:
    """Two lines on one house of a group; ``number`` stands before it where somebody chooses by it."""
    from rich.text import Text

    from gridctl.cli.console import mark
    from gridctl.text.masking import mask_name

    names = t("、", ", ").join(name if reveal else mask_name(name) for name in house.people)
    referred = sum(house.references.values())
    people = t(f"{len(house.people)} 人", counted(len(house.people), "person", "people"))
    if names:
        people += t(f"（{names}）", f" ({names})")
    facts = [people, t(f"被引用 {referred} 次", f"referred to {counted(referred, 'time')}")]
    if house.collected_on:
        facts.append(t(f"采集 {house.collected_on}", f"collected {house.collected_on}"))
    elif house.first_seen:
        facts.append(t(f"台账里最早 {house.first_seen}", f"in the ledgers since {house.first_seen}"))
    if not house.sound:
        facts.append(t("编码不合规则", "code does not fit the scheme") if house.code else t("没有编码", "no code"))
    sign = mark("✓", "*") if kept else " "
    before = f"{number} " if number else ""
    line = Text.assemble(
        (f"  {sign} ", "green"), before, (house.code or t("（无编码）", "(no code)"), "bold" if kept else "")
    )
    line.append(f"  {house.address}\n      ")
    line.append("  ".join(facts), "dim")
    return line
