"""What the command-line library says itself, in Chinese: headings of help, and words about wrong usage.

Part of its texts it looks up through ``gettext``; those are supplied there, instead of in a compiled catalogue. The
others are fixed English, and are turned where they come out: in the usage line, the help option and the faults.
"""

from __future__ import annotations

import gettext
import re
from functools import cache
from typing import Any

from gridctl.cli.lang import language
from gridctl.cli.plainwords import read_plainly

_LOOKED_UP = {
    "Arguments": "参数",
    "Options": "选项",
    "Commands": "命令",
    "Error": "错误",
    "Aborted.": "已中止。",
    "Aborted!": "已中止。",
    "[required]": "[必填]",
    "[default: {}]": "[默认: {}]",
    "[env var: {}]": "[环境变量: {}]",
    "(deprecated) ": "(已弃用) ",
    "Missing command.": "缺少命令。",
    "No such command {name!r}.": "没有这个命令：{name!r}。",
}

_OPTION_HELP = {
    "install_completion": ("为当前的命令行窗口安装自动补全", "install completion for this shell"),
    "show_completion": ("显示自动补全脚本，可复制或改动", "show the completion script, to copy or change it"),
    "help": ("显示本帮助", "show this message"),
}

_USAGE = (
    ("Usage: ", "用法："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("[COMMAND]", "[命令]"),
)
# What a value is, where the library names the types of Python; of a switch nothing is said.
_TYPES = {
    "bool": ("", ""),
    "str": ("文字", "text"),
    "Path": ("文件", "file"),
    "file": ("文件", "file"),
    "path": ("路径", "path"),
    "directory": ("文件夹", "folder"),
    "int": ("数字", "number"),
    "int range": ("数字", "number"),
    "float": ("数字", "number"),
}

# So much of what may be chosen stands in a line.
_CHOICES_WIDE = 20

# Where a sentence is built of two, the outer comes first.
_FAULTS = (
    (r"^Invalid value for (.+?): (.*)$", r"\1 取值不对：\2"),
    (r"^Missing argument (.+)\.$", r"缺少参数 \1。"),
    (r"^Missing option (.+)\.$", r"缺少选项 \1。"),
    (r"^No such option: (\S+)", r"没有这个选项：\1"),
    (r"\(Possible options: (.+)\)$", r"（相近的有：\1）"),
    (r"\.? ?Did you mean (.+)\?$", r"。是不是 \1？"),
    (r"^Option (.+) requires an argument\.$", r"选项 \1 后面要写一个值。"),
    (r"^Option (.+) does not take a value\.$", r"选项 \1 后面不写值。"),
    (r"^Got unexpected extra argument\(s\) \((.+)\)$", r"多出的参数：\1"),
    (r"('[^']*') is not one of (.+)\.", r"没有 \1 这一项，可写 \2"),
    (r"(?:[Ff]ile|[Pp]ath|[Dd]irectory) ('[^']*') does not exist\.", r"没有 \1 这个文件或文件夹。"),
    (r"(?:[Ff]ile|[Pp]ath) ('[^']*') is a directory\.", r"\1 是文件夹，不是文件。"),
    (r"Value ('[^']*') is not a valid \S+?\.$", r"\1 写法不对。"),
)
_INNER = "Value error, "


def translate_library() -> None:
    """Supply the library's texts in Chinese; call before the library is imported."""
    if language() == "zh":
        gettext.gettext = lambda message: _LOOKED_UP.get(message, message)


def adapt(command: Any, *, top: bool = False) -> None:
    """Let a command speak the language and read plain words quickly; only the top one installs completion."""
    at = 0 if language() == "zh" else 1
    if not top:
        command.params = [each for each in command.params if each.name not in _OPTION_HELP]
    for each in command.params:
        read_plainly(each)
        _tell_type(each)
        if each.name in _OPTION_HELP:
            each.help = _OPTION_HELP[each.name][at]
    usage_of, help_of = command.get_usage, command.get_help_option

    def get_usage(ctx: Any) -> str:
        # Other tools write a name in capitals without more; braces stand for a choice there.
        line = re.sub(r"\{(\w+)\}", r"\1", str(usage_of(ctx)))
        return in_chinese_usage(line) if language() == "zh" else line

    def get_help_option(ctx: Any) -> Any:
        option = help_of(ctx)
        read_plainly(option)
        _tell_type(option)
        option.help = _OPTION_HELP["help"][at]
        return option

    format_of = command.format_help

    def format_help(ctx: Any, formatter: Any) -> None:
        _fold_long_words()
        format_of(ctx, formatter)

    command.get_usage, command.get_help_option, command.format_help = get_usage, get_help_option, format_help
    for each in getattr(command, "commands", {}).values():
        adapt(each)


def _tell_type(param: Any) -> None:
    """Let a parameter say what it takes in the language spoken, and once: ``<text>``, not ``<list[str]>``.

    Arguments are named in capitals, as those are that the commands name themselves.
    """
    if param.param_type_name == "argument" and param.metavar is None:
        param.metavar = param.name.upper()
    told = param.display_type

    def display_type(ctx: Any) -> str:
        name = str(told(ctx)).removeprefix("<").removesuffix(">").removeprefix("list[").removesuffix("]")
        known = _TYPES.get(name)
        word = _in_lines(name) if known is None else known[0 if language() == "zh" else 1]
        return f"<{word}>" if word else ""

    param.display_type = display_type


def _in_lines(choices: str) -> str:
    """What may be chosen, ``text|json|…``, broken between the choices where it is long."""
    lines = [""]
    for each in choices.split("|"):
        if lines[-1] and len(lines[-1]) + len(each) > _CHOICES_WIDE:
            lines.append("")
        lines[-1] += f"{each}|"
    return "\n".join(lines).removesuffix("|")


@cache
def _fold_long_words() -> None:
    """Let the help break Chinese where Chinese may be broken: a sentence without blanks would count as one word."""
    from rich.table import Table
    from rich.text import Text
    from typer import rich_utils

    from gridctl.render.prose import Prose

    class Folding(Table):
        def add_row(self, *cells: Any, **options: Any) -> None:
            # The last column is what is said about the others.
            *names, about = cells
            super().add_row(*names, Prose(about) if isinstance(about, Text) else about, **options)
            for each in self.columns:
                each.overflow = "fold"

    def one_after_another(parts: Any) -> Text:
        return Text(" ").join(parts)

    # The library has no setting for either.
    rich_utils.Table = Folding  # type: ignore[attr-defined]
    rich_utils.Columns = one_after_another  # type: ignore[assignment,attr-defined]


def in_chinese_usage(line: str) -> str:
    """The usage line with its fixed words in Chinese."""
    for english, chinese in _USAGE:
        line = line.replace(english, chinese, 1)
    return line


def fault_text(message: str) -> str:
    """What the library says about wrong usage, in the language spoken."""
    # Whose value it is stands before the colon, or nothing does.
    message = message.replace(_INNER, "").removeprefix("Invalid value: ")
    if language() == "zh":
        for pattern, chinese in _FAULTS:
            message = re.sub(pattern, chinese, message, flags=re.DOTALL)
    return message
