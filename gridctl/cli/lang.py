"""Which language to speak, and how a text is chosen: ``t("中文", "English")``.

Order: ``--lang``, ``GRIDCTL_LANG``, the community's own setting, the system's locale, Chinese.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SETTING = re.compile(r"^(?:language|语言)\s*:\s*[\"']?(zh|en)", re.MULTILINE)


@cache
def language() -> str:
    """``zh`` or ``en``."""
    return (
        _known(_option(sys.argv[1:]))
        or _known(os.environ.get("GRIDCTL_LANG", ""))
        or _community()
        or _known(_locale())
        or "zh"
    )


def t(zh: str, en: str) -> str:
    """The text in the language spoken."""
    return zh if language() == "zh" else en


def community_root(start: Path | None = None) -> Path | None:
    """The nearest folder upward that holds ``ledgers/gridctl.yaml``."""
    here = (start or Path.cwd()).resolve()
    return next((each for each in (here, *here.parents) if (each / "ledgers" / "gridctl.yaml").is_file()), None)


def _option(args: Sequence[str]) -> str:
    for index, arg in enumerate(args):
        if arg == "--lang" and index + 1 < len(args):
            return args[index + 1]
        if arg.startswith("--lang="):
            return arg.removeprefix("--lang=")
    return ""


def _known(name: str) -> str:
    name = name.lower()
    if name in ("c", "posix") or name.startswith("c."):
        return ""
    return "zh" if name.startswith(("zh", "chinese")) else "en" if name else ""


def _community() -> str:
    root = community_root()
    if root is None:
        return ""
    found = _SETTING.search((root / "ledgers" / "gridctl.yaml").read_text(encoding="utf-8", errors="replace"))
    return found.group(1) if found else ""


def _locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value
    import locale

    return locale.getlocale()[0] or ""


# What the command-line library itself says, in Chinese.
_LIBRARY = {
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
    "Try [blue]'{command_path} {help_option}'[/] for help.": "用 [blue]'{command_path} {help_option}'[/] 查看帮助。",
    "Missing command.": "缺少命令。",
    "No such command {name!r}.": "没有这个命令：{name!r}。",
    "No such option: {name}": "没有这个选项：{name}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Invalid value: {message}": "取值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 取值不对：{message}",
    "Show this message and exit.": "显示本帮助。",
    "Usage:": "用法：",
    "Option {name!r} requires an argument.": "选项 {name!r} 需要一个值。",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带值。",
}


def translate_library() -> None:
    """Let the command-line library speak Chinese too; call before it is imported.

    It asks ``gettext`` for every text, so the texts are supplied there instead of in a compiled catalogue.
    """
    if language() == "zh":
        gettext.gettext = lambda message: _LIBRARY.get(message, message)
