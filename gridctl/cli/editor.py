"""The person's own editor, on a text that nobody else may read."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from gridctl.store.faults import UsageFault
from gridctl.text.refusal import refusal

NAMED_IN = ("VISUAL", "EDITOR")


def editor_command() -> list[str]:
    """``VISUAL``, ``EDITOR``, else notepad, nano or vi; empty if there is none."""
    for name in NAMED_IN:
        if named := os.environ.get(name, "").strip():
            # A Windows path has backslashes, which are not to be taken for escapes.
            if Path(named).is_file():
                return [named]
            return [each.strip('"') for each in shlex.split(named, posix=os.name != "nt")]
    for name in ("notepad",) if os.name == "nt" else ("nano", "vim", "vi"):
        if found := shutil.which(name):
            return [found]
    return []


def edit_text(text: bytes, *, somebody: bool = True) -> bytes:
    """What the editor made of the text; raises ``UsageFault`` where there is no editor or it fails.

    Where nobody is at the terminal only an editor that is named is started: any other would wait for ever.

    The text lies in a folder of its own that is gone afterwards: it holds personal data.
    """
    command = editor_command()
    if not somebody and not any(os.environ.get(name, "").strip() for name in NAMED_IN):
        raise UsageFault(
            "不在终端里，没法打开编辑器。请写 gridctl edit 编号 字段=值，或设置环境变量 EDITOR。",
            "There is no terminal to open an editor in. Use gridctl edit RECORD FIELD=VALUE, or set EDITOR.",
        )
    if not command:
        raise UsageFault(
            "没有找到编辑器。请设置环境变量 EDITOR，或用 gridctl edit 编号 字段=值。",
            "No editor was found. Set the variable EDITOR, or use gridctl edit RECORD FIELD=VALUE.",
        )
    with tempfile.TemporaryDirectory(prefix="gridctl-") as folder:
        path = Path(folder) / "record.yaml"
        # With a byte order mark, notepad of old Windows reads UTF-8 as such; reading allows for it.
        path.write_bytes((b"\xef\xbb\xbf" if os.name == "nt" else b"") + text)
        try:
            done = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - the person's own editor
        except OSError as error:
            zh, en = refusal(error)
            raise UsageFault(
                f"打不开编辑器 {command[0]}：{zh}。请检查环境变量 EDITOR。",
                f"The editor {command[0]} cannot be opened: {en}. See the variable EDITOR.",
            ) from error
        if done.returncode:
            raise UsageFault(
                f"编辑器 {command[0]} 以代码 {done.returncode} 结束，台账没有改动。",
                f"The editor {command[0]} ended with {done.returncode}; nothing was changed.",
            )
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf")
