"""Groups of one person on the terminal, and the answer of ``people explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.cli.lang import language, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

    from gridctl.addresses.people.cases import PersonCase
    from gridctl.addresses.people.explain import Explained
    from gridctl.addresses.people.mentions import Mention


def print_people(console: Console, cases: Sequence[PersonCase], *, most: int, reveal: bool) -> None:
    """Print the groups: what is wrong, the mentions with the one proposed to be kept first, and the reasons."""
    from rich.text import Text

    from gridctl.addresses.people.words import listed, person_words

    for case in cases[:most]:
        number = t(f"第 {case.number} 组", f"group {case.number}")
        tier = person_words("tiers", case.tier).text(language())
        style = "green" if case.tier == "confirmed" else "yellow"
        head = Text.assemble(
            (number, "bold"), "  ", (tier, style), "  ", listed("issues", case.issues).text(language())
        )
        if case.verdict:
            same = {"same": t("同一", "same"), "different": t("不同", "different"), "unsure": t("待查", "unsure")}
            head.append(t("  已判断：", "  decided: ") + same[case.verdict], "cyan")
        console.print(head, soft_wrap=True)
        for each in case.mentions:
            console.print(_mention(each, kept=each is case.keeper, reveal=reveal), soft_wrap=True)
            if others := case.along.get(each.ref):
                refs = t("、", ", ").join(other.ref for other in others)
                console.print(Text(t(f"      连同 {refs}", f"      and {refs}"), "dim"), soft_wrap=True)
        why = listed("reasons", case.reasons).text(language())
        keep = person_words("keeper", case.why_keep).text(language())
        console.print(Text(t(f"    理由：{why}", f"    why: {why}"), "dim"), soft_wrap=True)
        console.print(Text(t(f"    建议保留第一条：{keep}", f"    proposed to keep the first: {keep}"), "dim"))
    if len(cases) > most:
        left = len(cases) - most
        console.print(
            Text(t(f"… 还有 {left} 组，--format xlsx 或 json 列出全部", f"… {left} more: see --format xlsx or json")),
            style="dim",
        )


def print_explained(console: Console, about: Mention, found: Sequence[Explained], *, reveal: bool) -> None:
    """Print a person's mention and, below it, the others with the verdict on each."""
    from rich.text import Text

    from gridctl.addresses.people.explain import told

    console.print(_mention(about, kept=True, reveal=reveal), soft_wrap=True)
    if not found:
        console.print(Text(t("  别处没有同名或同号的登记。", "  Nobody else bears the name or number."), "dim"))
    for each in found:
        console.print(_mention(each.mention, kept=False, reveal=reveal), soft_wrap=True)
        tier = each.verdict.tier if each.verdict else ""
        style = {"confirmed": "green", "suspected": "yellow"}.get(tier, "dim")
        console.print(Text(f"      {told(each, language())}", style), soft_wrap=True)


def _mention(each: Mention, *, kept: bool, reveal: bool) -> Text:
    from rich.text import Text

    from gridctl.addresses.people.mentions import number_of
    from gridctl.addresses.people.table import mention_data, place_of, state_of
    from gridctl.addresses.people.words import person_words
    from gridctl.cli.console import mark

    data = mention_data(each, reveal=reveal)
    sign = mark("✓", "*") if kept else " "
    place = person_words("roles", place_of(each)).text(language())
    state = person_words("states", state_of(each)).text(language())
    line = Text.assemble(
        (f"  {sign} ", "green"), (data["name"] or "—", "bold" if kept else ""), f"  {place}  {state}  "
    )
    # The ledger has just been named; what follows it are ids, which other commands take.
    line.append(each.ref.partition(":")[2].replace(":", " "), "cyan")
    number = person_words("numbers", number_of(each)).text(language())
    facts = [t(f"号码 {data['id_no']}（{number}）", f"number {data['id_no']} ({number})")] if data["id_no"] else []
    facts = [*(facts or [t("没有号码", "no number")]), t("、", ", ").join(data["phones"])]
    lives = [t(f"房屋 {each.house}", f"house {each.house}") if each.house and each.ledger == "households" else ""]
    if each.since and each.ledger == "households":
        lives.append(t(f"{each.since} 起", f"since {each.since}"))
    for told in (facts, lives):
        if any(told):
            line.append("\n      " + "  ".join(filter(None, told)), "dim")
    return line
