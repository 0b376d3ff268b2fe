"""How an address is read, and why two are one house or are not: part by part, with what was typed underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.cli.lang import language, t

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from gridctl.addresses.reading.address import Address

_STYLES = {"same": "green", "different": "red", "missing": "yellow", "similar": "yellow", "reading": "yellow"}
_VERDICT_STYLES = {"same": "green", "different": "red", "unsure": "yellow"}


def explanation(address: str, other: str = "") -> dict[str, Any]:
    """The parts of an address with their places and, with another, the verdict and the reasons by part."""
    from gridctl.addresses.doubles.match import compare
    from gridctl.addresses.reading.parse import parse

    data: dict[str, Any] = {"address": _parts(parse(address))}
    if other:
        verdict = compare(address, other)
        data |= {"other": _parts(parse(other)), "verdict": verdict.verdict}
        data["reasons"] = [each._asdict() for each in verdict.reasons]
    return data


def print_explanation(console: Console, data: dict[str, Any]) -> None:
    """Print it for people."""
    from rich.text import Text

    from gridctl.addresses.doubles.words import words

    for key in ("address", "other"):
        if key in data:
            _print_parts(console, data[key])
    if "verdict" not in data:
        return
    verdict = data["verdict"]
    console.print(
        Text(t("判断：", "verdict: "), "bold").append(
            words("verdicts", verdict).text(language()), _VERDICT_STYLES[verdict]
        )
    )
    for reason in data["reasons"]:
        part = words("parts", reason["part"]).text(language())
        how = words("compared", reason["how"]).text(language())
        values = reason["a"] if reason["a"] == reason["b"] else f"{reason['a'] or '—'} / {reason['b'] or '—'}"
        console.print(
            Text.assemble("  ", _padded(part, 10), "  ", _padded(how, 10, _STYLES[reason["how"]]), "  ", values)
        )


def _print_parts(console: Console, told: dict[str, Any]) -> None:
    from rich.text import Text

    from gridctl.addresses.doubles.words import words
    from gridctl.text.width import display_width

    text = told["text"]
    line = Text(text)
    marks = [" "] * len(text)
    for number, part in enumerate(told["parts"]):
        line.stylize("underline", part["start"], part["end"])
        for at in range(part["start"], part["end"]):
            marks[at] = "~" if number % 2 else "-"
    console.print(line, soft_wrap=True)
    # Under each part a line as wide as it, so that neighbours can be told apart without colours too.
    console.print(
        Text("".join(mark * display_width(char) for mark, char in zip(marks, text, strict=True))), style="dim"
    )
    for part in sorted(told["parts"], key=lambda each: each["start"]):
        name = words("parts", part["kind"]).text(language())
        typed = "" if part["typed"] == part["value"] else t(f"（写作 {part['typed']}）", f" (typed {part['typed']})")
        console.print(Text.assemble("  ", _padded(name, 10), "  ", (part["value"], "bold"), (typed, "dim")))
    console.print(Text(t("  规范写法：", "  canonical: ")).append(told["canonical"] or "—", "bold"))


def _padded(text: str, width: int, style: str = "") -> Text:
    from rich.text import Text

    from gridctl.text.width import display_width

    return Text(text + " " * max(0, width - display_width(text)), style)


def _parts(address: Address) -> dict[str, Any]:
    parts = [
        {"kind": p.kind, "value": p.value, "typed": address.text[p.start : p.end], "start": p.start, "end": p.end}
        for p in address.parts
    ]
    return {"text": address.text, "canonical": address.canonical, "parts": parts}
