"""``gridctl guide``: the manual, a page a topic, read in the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.console import out, say
from gridctl.cli.lang import language, t

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer()

# In the order of a first week's work: the topic, its Chinese name and the commands that its page explains.
TOPICS: dict[str, tuple[str, tuple[str, ...]]] = {
    "start": ("上手", ("init", "demo", "guide", "doctor")),
    "import": ("导入", ()),
    "check": ("检查", ("rules",)),
    "find": ("查找修改", ("show", "list", "add", "edit", "end")),
    "ledgers": ("台账", ("fmt",)),
    "codes": ("编码", ()),
    "people": ("同一人", ()),
    "tasks": ("清单", ()),
    "matters": ("事项", ()),
    "case": ("事件", ()),
    "supervise": ("监督", ()),
    "report": ("通报", ()),
    "scores": ("打分", ()),
    "bulletin": ("发布", ()),
    "export": ("导出", ()),
    "query": ("查询", ()),
    "review": ("审阅", ("diff",)),
    "privacy": ("个人信息", ()),
    "settings": ("设置", ()),
    "faq": ("常见问题", ()),
}


def complete_topic(incomplete: str) -> list[str]:
    """The topics that begin so."""
    return [each for each in TOPICS if each.startswith(incomplete)]


@app.command(
    help=t(
        "使用手册。不写主题就列出全部主题；例：gridctl guide import", "The manual; without a topic, the list of topics."
    )
)
def guide(
    topic: Annotated[
        str,
        typer.Argument(
            help=t("主题或命令，如 import、导入、edit", "a topic or a command, such as import or edit"),
            autocompletion=complete_topic,
        ),
    ] = "",
    raw: Annotated[bool, typer.Option("--raw", help=t("原样输出 Markdown", "the Markdown as it stands"))] = False,
) -> None:
    """List the topics, or show one."""
    if not topic:
        _list_topics()
        return
    text = page(_named(topic), language())
    if raw:
        typer.echo(text, nl=False)
        return
    from gridctl.render.markdown import Page

    _show(Page(text))


def page(topic: str, lang: str) -> str:
    """The Markdown of a topic in ``zh`` or ``en``."""
    from gridctl.text.packaged import shipped

    return shipped("gridctl.guide", lang, f"{topic}.md").read_text(encoding="utf-8")


def _named(name: str) -> str:
    """The topic called so, in Chinese or English, or the one that explains this command."""
    from gridctl.store.faults import NotFound

    name = name.strip().lower()
    for topic, (chinese, commands) in TOPICS.items():
        if name in (topic, chinese, *commands):
            return topic
    near = _nearest(name)
    raise NotFound(
        f"手册里没有“{name}”。" + (f"是不是 {near}？" if near else "") + "gridctl guide 列出全部主题。",
        f"the manual has no topic “{name}”. "
        + (f"Did you mean {near}? " if near else "")
        + "gridctl guide lists all topics.",
    )


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    names = {each: topic for topic, (zh, commands) in TOPICS.items() for each in (topic, zh, *commands)}
    close: Sequence[str] = get_close_matches(name, names, n=1, cutoff=0.5)
    return close[0] if close else ""


def _list_topics() -> None:
    from gridctl.render.markdown import Page

    rows = "".join(f"| {topic} | {_summary(page(topic, language()))} |\n" for topic in TOPICS)
    out().print(
        Page(t("# 使用手册\n\n| 主题 | 内容 |\n", "# The manual\n\n| topic | about |\n") + "|---|---|\n" + rows)
    )
    example = "gridctl guide start"
    say(t(f"看一个主题：gridctl guide 主题，如 {example}", f"Read one: gridctl guide TOPIC, such as {example}"))


def _summary(text: str) -> str:
    """The paragraph under a page's title, in one line."""
    return " ".join(text.split("\n\n")[1].split())


def _show(shown: Any) -> None:
    """Print, through a pager where somebody is reading and it is longer than the screen."""
    console = out()
    if not (sys.stdin.isatty() and console.is_terminal):
        console.print(shown)
        return
    if len(console.render_lines(shown)) < console.height:
        console.print(shown)
        return
    # The usual pager shows colours only when asked to.
    colours = "PAGER" not in os.environ and sys.platform != "win32" and shutil.which("less") is not None
    if colours:
        os.environ.setdefault("LESS", "-R")
    with console.pager(styles=colours):
        console.print(shown)
