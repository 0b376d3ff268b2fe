"""Deciding at a terminal, in a real one: keys only, one group a screen, each verdict written before the next screen."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gridctl.addresses.doubles.derive import derive
from gridctl.addresses.doubles.evidence import cases
from gridctl.addresses.doubles.sitting import Sitting
from gridctl.demo.sample import write_sample
from gridctl.store.workspace import Workspace

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

GRIDCTL = Path(sys.executable).with_name("gridctl")
CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """gridctl in a terminal of 80 columns."""

    def __init__(self, folder: Path, *args: str, lang: str = "zh") -> None:
        self._master, slave = pty.openpty()
        environment = os.environ | {"GRIDCTL_LANG": lang, "TERM": "xterm", "COLUMNS": "80", "LINES": "24"}
        self._process = subprocess.Popen(
            [GRIDCTL, *args], cwd=folder, env=environment, stdin=slave, stdout=slave, stderr=slave, close_fds=True
        )
        os.close(slave)
        self.seen = b""

    def until(self, text: str, seconds: float = 30.0) -> str:
        """What is written up to this text."""
        end = time.monotonic() + seconds
        start = len(self.seen)
        while text not in (shown := CONTROL.sub(b"", self.seen[start:]).decode("utf-8", "replace")):
            ready, _, _ = select.select([self._master], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"{text!r} was not shown: {shown}"
            try:
                self.seen += os.read(self._master, 65536)
            except OSError:
                raise AssertionError(f"ended without {text!r}: {shown}") from None
        return shown

    def press(self, keys: str, *, line: bool = False) -> None:
        """Type when the program reads: what is typed before its screen is there is dropped, lest it decide unseen."""
        end = time.monotonic() + 60
        while not line and termios.tcgetattr(self._master)[3] & termios.ICANON:
            assert time.monotonic() < end, "no key is read"
            time.sleep(0.01)
        os.write(self._master, keys.encode())

    def end(self) -> int:
        code = self._process.wait(60)
        os.close(self._master)
        return code


@pytest.fixture
def community(tmp_path) -> Path:
    root = tmp_path / "清荷 社区"
    root.mkdir()
    write_sample(root)
    return root


def decisions(root: Path) -> str:
    return (root / "ledgers/decisions/decisions.yaml").read_text(encoding="utf-8")


LAST = "q 结束"


def test_two_groups_are_decided_by_keys_alone(community):
    before = decisions(community)
    terminal = Terminal(community, "codes", "decide", "--by", "安小禾")
    first = terminal.until(LAST)
    assert "第 1 组，共 2 组，未判断 2 组" in first
    kept = re.search(r"✓ 1 (\d+)", first)
    terminal.press("k")
    second = terminal.until(LAST)
    chosen = re.search(r"✓ 2 (\d+)", second)[1]
    terminal.press("s")
    third = terminal.until(LAST)
    assert "第 2 组，共 2 组，未判断 1 组" in third
    # It was written before the next screen was shown.
    assert decisions(community).count('判断: "同一"') == before.count('判断: "同一"') + 1
    assert f'保留编码: "{chosen}"' in decisions(community)
    assert f'保留编码: "{kept[1]}"' not in decisions(community)
    terminal.press("d")
    assert "这次判断 2 组，还有 0 组没有判断" in terminal.until("gridctl codes apply")
    assert terminal.end() == 0
    assert decisions(community).count('判断人: "安小禾"') == before.count('判断人: "安小禾"') + 2
    assert decisions(community).count('判断: "不同"') == before.count('判断: "不同"') + 1


def test_going_back_and_changing_asks_for_a_reason(community):
    terminal = Terminal(community, "codes", "decide", "--by", "安小禾")
    terminal.until(LAST)
    terminal.press("u")
    assert "未判断 1 组" in terminal.until(LAST)
    terminal.press("p")
    assert "已判断：待查" in terminal.until(LAST)
    terminal.press("x")
    assert "没有这个键" in terminal.until(LAST)
    terminal.press("d")
    assert "第 2 组" in terminal.until(LAST)
    terminal.press("p")
    assert "已判断：不同" in terminal.until(LAST)
    terminal.press("s")
    terminal.until("为什么: ")
    terminal.press("实地核对\n", line=True)
    assert "第 2 组" in terminal.until(LAST)
    terminal.press("q")
    assert "还有 1 组没有判断" in terminal.until("codes apply")
    assert terminal.end() == 0
    assert '判断理由: "实地核对"' in decisions(community)


def test_ctrl_c_ends_it_with_what_was_decided_kept(community):
    terminal = Terminal(community, "codes", "decide", "--by", "安小禾", lang="en")
    assert "group 1 of 2" in terminal.until("q quit")
    terminal.press("s")
    assert "group 2 of 2" in terminal.until("q quit")
    terminal.press("\x03")
    assert "1 groups decided this time, 1 left." in terminal.until("codes apply")
    assert terminal.end() == 0
    assert '判断: "同一"' in decisions(community)


def test_without_a_terminal_the_workbook_is_asked_for(community):
    done = subprocess.run(
        [GRIDCTL, "codes", "decide"], cwd=community, capture_output=True, encoding="utf-8", check=False,
        stdin=subprocess.DEVNULL, env=os.environ | {"GRIDCTL_LANG": "en"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


def test_a_sitting_of_three_houses_keeps_the_one_chosen(tmp_path):
    root = tmp_path
    write_sample(root)
    path = next(path for path in sorted((root / "ledgers/households").glob("*.yaml")))
    text = path.read_text(encoding="utf-8")
    first = text[text.index("- 编号") : text.index("- 编号", text.index("- 编号") + 1)]
    for number in (1, 2):
        copied = re.sub(r'编号: "H', f'编号: "HX{number}', first, count=1)
        text += re.sub(r'房屋编码: "(\d{24})\d"', rf'房屋编码: "\g<1>{number + 5}"', copied)
    path.write_text(text, encoding="utf-8", newline="\n")
    ws = Workspace.open(root)
    doubles = derive(ws)
    sitting = Sitting(ws, doubles, cases(ws, doubles), "安小禾")
    sitting.at = next(number for number, each in enumerate(sitting.cases) if len(each.houses) == 3)
    third = sitting.case.houses[2]
    assert not sitting.keep(4)
    assert sitting.keep(3)
    assert sitting.decide("same") == ("saved", ())
    assert sitting.decide("same") == ("known", ())
    assert sitting.decide("different")[0] == "why"
    assert sitting.decide("different", "实地核对")[0] == "saved"
    assert f'保留编码: "{third.code}"' in decisions(root)
