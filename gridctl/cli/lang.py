"""Which language to speak, and how a text is chosen: ``t("中文", "English")``.

Order: ``--lang``, ``GRIDCTL_LANG``, the community's own setting, the system's locale, Chinese.
"""

from __future__ import annotations

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


def counted(number: int, noun: str, several: str = "") -> str:
    """A number of things in English: ``1 record``, ``2 records``; ``several`` where the plural has no s."""
    return f"{number} {noun}" if number == 1 else f"{number} {several or noun + 's'}"


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
