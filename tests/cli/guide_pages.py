"""The examples in the manual's pages.

A ``console`` block holds commands that begin with ``$ `` (gridctl and git only). Below each may stand ``# 退出码 N`` or
``# exit code N`` when it is not 0, and lines that must appear in its output, in this order for each of its two streams.
Blanks count as one blank, and ``…`` stands for anything. A ``csv`` or ``yaml`` block with a name is a file that the
reader is asked to save.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field

from gridctl.cli.guide import TOPICS, page

LANGUAGES = ("zh", "en")
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT_CODE = re.compile(r"^# (?:退出码|exit code) (\d+)$")
INLINE = re.compile(r"`([^`\n]+)`")


@dataclass
class Step:
    """A file to save, or a command with the exit code and the lines promised."""

    argv: list[str] = field(default_factory=list)
    code: int = 0
    lines: list[str] = field(default_factory=list)
    file: str = ""
    text: str = ""


def steps(text: str) -> list[Step]:
    found: list[Step] = []
    for info, body in FENCE.findall(text):
        kind, _, name = info.partition(" ")
        if kind == "csv" or (kind == "yaml" and name):
            assert name, "a csv block names its file"
            found.append(Step(file=name, text=body))
        elif kind == "console":
            found += commands(body)
    return found


def commands(block: str) -> list[Step]:
    found: list[Step] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Step(shlex.split(line[2:])))
            assert found[-1].argv[0] in ("gridctl", "git"), line
        elif code := EXIT_CODE.match(line):
            found[-1].code = int(code[1])
        elif line.strip():
            found[-1].lines.append(line)
    return found


def missing(lines: list[str], *streams: str) -> str:
    """The first promised line that no stream has after what was found in it before, or nothing."""
    rests = [[squeezed(line) for line in stream.splitlines()] for stream in streams]
    for line in lines:
        wanted = re.compile(".*".join(re.escape(part.strip()) for part in squeezed(line).split("…")))
        for rest in rests:
            at = next((i for i, each in enumerate(rest) if wanted.search(each)), None)
            if at is not None:
                del rest[: at + 1]
                break
        else:
            return line
    return ""


def squeezed(line: str) -> str:
    return " ".join(line.split())


def mentioned(text: str) -> list[list[str]]:
    """Every command line that a page shows or names, split into words."""
    shown = [line[2:] for _, body in FENCE.findall(text) for line in body.splitlines() if line.startswith("$ ")]
    return [shlex.split(each) for each in (*shown, *INLINE.findall(FENCE.sub("", text)))]


def pages() -> dict[tuple[str, str], str]:
    return {(topic, lang): page(topic, lang) for topic in TOPICS for lang in LANGUAGES}
