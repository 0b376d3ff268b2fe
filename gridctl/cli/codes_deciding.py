"""``gridctl codes decide`` at a terminal: one group a screen, keys only, saved after each.

Rich clears the screen and Typer reads the keys, which both do in a plain Windows console as well; nothing else is asked
of the terminal.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import typer

from gridctl.cli.codes_list import print_house
from gridctl.cli.console import out, say
from gridctl.cli.lang import language, t
from gridctl.text.normalize import nfkc

if TYPE_CHECKING:
    from gridctl.addresses.doubles.decisions import Outcome
    from gridctl.addresses.doubles.sitting import Sitting
    from gridctl.store.workspace import Workspace

_VERDICTS: Final[dict[str, Outcome]] = {"s": "same", "d": "different", "u": "unsure"}
_STOP: Final = frozenset("q\x03\x04\x1a")
# Arrows as terminals and as Windows consoles send them.
_NEXT: Final = frozenset(("n", " ", "\r", "\n", "\x1b[b", "\x1b[c", "\xe0m", "\xe0p"))
_BACK: Final = frozenset(("p", "\x1b[a", "\x1b[d", "\xe0k", "\xe0h"))
_NUMBERED: Final = 9


def decide_at_terminal(ws: Workspace, by: str, *, reveal: bool) -> None:
    """Go through the groups; ends with q, or when every group is decided. Raises UsageFault without a terminal."""
    from gridctl.addresses.doubles.derive import derive
    from gridctl.addresses.doubles.evidence import cases
    from gridctl.addresses.doubles.sitting import Sitting
    from gridctl.store.faults import UsageFault

    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise UsageFault(
            "逐组判断要在终端里；否则写明填好的判断表：gridctl codes decide 判断表.xlsx。",
            "Deciding group by group needs a terminal; otherwise name the workbook: gridctl codes decide FILE.",
        )
    doubles = derive(ws)
    sitting = Sitting(ws, doubles, cases(ws, doubles), by)
    if not sitting.cases:
        say(t("没有一房多码要判断。", "There are no houses under several codes to decide."))
        return
    _run(sitting, reveal=reveal)
    left = sitting.left
    say(
        t(
            f"这次判断 {sitting.made} 组，还有 {left} 组没有判断。",
            f"{sitting.made} groups decided this time, {left} left.",
        )
    )
    if sitting.made:
        say(t("用 gridctl codes apply 合并判为同一的。", "gridctl codes apply merges what is the same."))


def _run(sitting: Sitting, *, reveal: bool) -> None:
    notice = ""
    while True:
        _show(sitting, notice, reveal=reveal)
        notice = ""
        key = _key()
        if key in _STOP:
            return
        if key in _VERDICTS:
            notice = _decide(sitting, _VERDICTS[key])
            if not sitting.left and not notice:
                return
        elif key in _NEXT:
            sitting.go(1)
        elif key in _BACK:
            sitting.go(-1)
        elif key == "k":
            notice = _choose(sitting)
        else:
            notice = t(f"没有这个键：{key!r}", f"no such key: {key!r}")


def _key() -> str:
    """One key, small; the end of input and Ctrl-C end the sitting."""
    try:
        # Full-width letters come from an input method that is still switched on.
        return nfkc(typer.getchar()).lower()
    except (KeyboardInterrupt, EOFError):
        return "q"


def _decide(sitting: Sitting, verdict: Outcome) -> str:
    """Save the verdict; what to tell above the next screen."""
    from gridctl.findings.message import message

    saved, findings = sitting.decide(verdict)
    if saved == "why":
        say(
            t(
                "以前判断过，改判要写明为什么（直接回车不改）：",
                "Judged otherwise before; say why (Enter leaves it so):",
            )
        )
        why = typer.prompt(t("为什么", "why"), default="", show_default=False, err=True).strip()
        if not why:
            return t("没有改判。", "The verdict was left as it was.")
        saved, findings = sitting.decide(verdict, why)
    if saved == "refused" or findings:
        return " ".join(message(each, language()) for each in findings)
    sitting.advance()
    return ""


def _choose(sitting: Sitting) -> str:
    count = len(sitting.case.houses)
    if count == 2:
        # The other one.
        first = sitting.keepers[sitting.at] == sitting.case.houses[0].id
        sitting.keep(2 if first else 1)
        return ""
    typer.echo(t(f"保留哪一条？按 1–{min(count, _NUMBERED)}：", f"Keep which? 1-{min(count, _NUMBERED)}: "), nl=False)
    key = _key()
    if key.isdecimal() and sitting.keep(int(key)):
        return ""
    return t("没有这一条。", "There is no such one.")


def _show(sitting: Sitting, notice: str, *, reveal: bool) -> None:
    from rich.text import Text

    from gridctl.addresses.doubles.words import reasons, words

    console, case = out(), sitting.case
    # An old Windows console and a terminal that cannot clear included.
    console.clear()
    where = t(
        f"第 {sitting.at + 1} 组，共 {len(sitting.cases)} 组，未判断 {sitting.left} 组",
        f"group {sitting.at + 1} of {len(sitting.cases)}, {sitting.left} not decided",
    )
    tier = words("tiers", case.tier).text(language())
    console.print(Text.assemble((where, "bold"), "  ", (tier, "green" if case.tier == "confirmed" else "yellow")))
    console.print(Text(reasons(case.reasons).text(language()), "dim"))
    console.print()
    kept = sitting.keepers[sitting.at]
    for number, house in enumerate(case.houses, 1):
        console.print(print_house(house, kept=house.id == kept, reveal=reveal, number=number), soft_wrap=True)
    console.print()
    if verdict := sitting.decided[sitting.at]:
        console.print(Text(t("已判断：", "decided: ") + words("decided", verdict).text(language()), "cyan"))
    if notice:
        console.print(Text(notice, "yellow"))
    console.print(
        Text(
            t(
                "s 同一  d 不同  u 待查  k 换保留的一条  n 下一组  p 上一组  q 结束",
                "s same  d different  u unsure  k keep another  n next  p previous  q quit",
            ),
            "bold",
        )
    )
