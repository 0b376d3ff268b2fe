"""What somebody at a real terminal meets: the questions of an import, and the completion of a real shell."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_running import run

GRIDCTL = Path(sys.executable).with_name("gridctl")
VOLUNTEERS = "ledgers/volunteers/513399001002001.yaml"
PATIENCE_SECONDS = 60
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")


def take_terminal() -> None:
    """Let Ctrl-C at this terminal be for the program."""
    import fcntl
    import signal
    import termios

    # Whoever runs the tests in the background ignores it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A program at a pseudo-terminal: what it says is waited for, and answered."""

    def __init__(self, cwd: Path, *args: object) -> None:
        import pty

        self._ours, theirs = pty.openpty()
        environment = os.environ | {"GRIDCTL_LANG": "zh", "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "80"}
        self._process = subprocess.Popen(
            [GRIDCTL, *map(str, args)], cwd=cwd, env=environment, stdin=theirs, stdout=theirs, stderr=theirs,
            start_new_session=True, preexec_fn=take_terminal,  # noqa: PLW1509 - no other thread runs in these tests
        )  # fmt: skip
        os.close(theirs)
        self.said = ""
        self._seen = 0

    def expect(self, words: str) -> None:
        """Wait until the words are said, after those waited for before."""
        until = time.monotonic() + PATIENCE_SECONDS
        while (at := self.said.find(words, self._seen)) < 0:
            assert time.monotonic() < until, self.said
            assert self._read(), self.said
        self._seen = at + len(words)

    def answer(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def end(self) -> int:
        while self._read():
            pass
        code = self._process.wait(PATIENCE_SECONDS)
        os.close(self._ours)
        return code

    def _read(self) -> bool:
        try:
            if not select.select([self._ours], [], [], PATIENCE_SECONDS)[0]:
                return False
            part = os.read(self._ours, 65536)
        except OSError:
            return False
        self.said += part.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(part)


def sent(root: Path, *rows: str) -> Path:
    path = root / "来件.csv"
    path.write_text("志愿者花名册\n" + "\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    return path


def test_an_unknown_column_is_asked_about_and_the_answer_kept(own):
    sent(own, "姓名,性别,手机,所属网格,能干啥", "虚构甲,女,19900001111,第一网格,理发")
    terminal = Terminal(own, "import", "来件.csv")
    terminal.expect("「能干啥」这一列（1 个值）是什么？")
    terminal.answer("火星\n")
    terminal.expect("没有「火星」这个字段。")
    terminal.answer("备注\n")
    terminal.expect("已记下，以后自动套用")
    terminal.expect("写入台账？")
    terminal.answer("y\n")
    assert terminal.end() == 0, terminal.said
    assert "理发" in (own / VOLUNTEERS).read_text(encoding="utf-8")
    # The next workbook of this layout asks no more.
    sent(own, "姓名,性别,手机,所属网格,能干啥", "虚构乙,男,19900001112,第一网格,修车")
    terminal = Terminal(own, "import", "来件.csv")
    terminal.expect("写入台账？")
    terminal.answer("y\n")
    assert terminal.end() == 0
    assert "是什么？" not in terminal.said
    assert "修车" in (own / VOLUNTEERS).read_text(encoding="utf-8")


def test_values_that_differ_are_asked_about_one_by_one(own):
    head = "姓名,身份证号,性别,手机,政治面貌,所属网格"
    known = "虚构甲,,女,19900001111,群众,第一网格"
    sent(own, head, known)
    assert run("import", "来件.csv", "--yes", cwd=own).code == 0
    sent(own, head, known.replace("群众", "中共党员").replace("女", "男"))
    terminal = Terminal(own, "import", "来件.csv", "--on-conflict", "ask")
    terminal.expect("性别：女 → 男")
    terminal.answer("?\n")
    terminal.expect("t 用新值")
    terminal.answer("k\n")
    terminal.expect("政治面貌：群众 → ")
    terminal.answer("t\n")
    terminal.expect("写入台账？")
    terminal.answer("y\n")
    assert terminal.end() == 0, terminal.said
    text = (own / VOLUNTEERS).read_text(encoding="utf-8")
    mine = next(each for each in text.split("---") if "虚构甲" in each)
    assert '性别: "女"' in mine or "性别: 女" in mine
    assert "党员" in mine


def test_control_c_at_a_question_changes_nothing(own):
    before = (own / VOLUNTEERS).read_bytes()
    sent(own, "姓名,性别,手机,所属网格", "虚构甲,女,19900001111,第一网格")
    terminal = Terminal(own, "import", "来件.csv")
    terminal.expect("写入台账？")
    # The terminal is only just being made ready for an answer.
    time.sleep(1)
    terminal.answer("\x03")
    terminal.expect("已中止")
    assert terminal.end() == 130
    assert "Traceback" not in terminal.said
    assert (own / VOLUNTEERS).read_bytes() == before


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    """The completion script that bash users install."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    path = tmp_path_factory.mktemp("bash") / "gridctl.sh"
    path.write_text(
        subprocess.run(
            [GRIDCTL, "--show-completion", "bash"], capture_output=True, encoding="utf-8", check=True,
            env=os.environ | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        ).stdout,
        encoding="utf-8",
    )  # fmt: skip
    return path


def offered(script: Path, cwd: Path, *words: str, lang: str = "zh") -> list[str]:
    """What bash offers when Tab is pressed behind these words."""
    asked = """
        source "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
        name=$(complete -p gridctl | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        "$name" gridctl "${COMP_WORDS[$COMP_CWORD]}" "${COMP_WORDS[$((COMP_CWORD - 1))]}"
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    path = f"{GRIDCTL.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", asked, "bash", script, "gridctl", *words], cwd=cwd, capture_output=True,
        encoding="utf-8", check=True, env=os.environ | {"PATH": path, "GRIDCTL_LANG": lang},
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


def test_bash_completes_commands_ledgers_grids_and_ids(demo, script):
    run("list", "住户信息", cwd=demo)
    sql = "select id, house_code from households where current order by id limit 1"
    (house,) = run("query", sql, "--format", "json", cwd=demo).json()["items"]
    assert offered(script, demo, "imp") == ["import"]
    assert offered(script, demo, "list", "住") == ["住户信息"]
    assert "households" in offered(script, demo, "list", "hou", lang="en")
    grids = ["513399001002001", "513399001002002"]
    assert set(grids) <= set(offered(script, demo, "list", "住户信息", "--grid", "513399"))
    assert grids[0] in offered(script, demo, "import", "a.csv", "--grid", "5133990010020")
    assert "志愿服务" in offered(script, demo, "import", "a.csv", "--ledger", "志愿")
    assert house["id"] in offered(script, demo, "show", house["id"][:5])
    assert house["house_code"] in offered(script, demo, "edit", house["house_code"][:-2])
    assert offered(script, demo, "show", "没有") == [""]
