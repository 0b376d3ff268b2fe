"""What goes where, and what becomes of it on consoles, in pipes and in 80 columns."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from cli_running import AS_OF, PERIOD, environment, run
from rich.console import Console
from rich.progress import Progress

from gridctl.cli import console
from gridctl.cli.console import err, mark
from gridctl.cli.progress import progress
from gridctl.text.width import display_width

GRIDCTL = Path(sys.executable).with_name("gridctl")
TABLES = [
    ("tasks", *PERIOD),
    ("report", *PERIOD, "--format", "text"),
    ("rules",),
    ("rules", "X101"),
    ("query",),
    ("query", "select * from households"),
    ("import", "inbox", "--dry-run"),
]


@pytest.mark.parametrize("args", TABLES, ids=lambda args: " ".join(args[:2]))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_keep_within_eighty_columns(demo, args, lang):
    ran = run(*args, cwd=demo, lang=lang)
    assert ran.out, ran.err
    # Findings and changes are sentences and wrap as the terminal does.
    table = [line for line in ran.out.splitlines() if "：" not in line and ": " not in line]
    assert table
    for line in table:
        assert display_width(line.rstrip()) <= 80, line


@pytest.mark.parametrize(
    "args",
    [
        ("check", *AS_OF),
        ("tasks", *PERIOD),
        ("report", *PERIOD),
        ("rules",),
        ("query", "select 1 as one"),
        ("import", "inbox", "--dry-run"),
    ],
    ids=lambda args: args[0],
)
def test_data_alone_is_on_standard_output(demo, args):
    ran = run(*args, "--format", "json", cwd=demo)
    assert ran.code in (0, 1), ran.err
    assert ran.json()["version"] == 1
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
def test_a_console_that_lacks_characters_is_no_crash(demo, encoding):
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "GRIDCTL_LANG": "zh", "COLUMNS": "80"}
    done = subprocess.run(
        [GRIDCTL, "report", *PERIOD, "--format", "text"], cwd=demo, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    # Into a pipe it is UTF-8 all the same: what reads it is a program or a file.
    assert "第一网格" in done.stdout.decode("utf-8")


def test_powershell_is_offered_what_it_can_read(monkeypatch):
    """It reads a program's output in the code page of its console, not as UTF-8."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(console.os, "device_encoding", lambda _: "cp936")
    monkeypatch.setenv("_GRIDCTL_COMPLETE", "complete_powershell")
    with monkeypatch.context() as windows:
        windows.setattr(console.os, "name", "nt")
        console.prepare_streams()
    stream.write("住户信息")
    stream.flush()
    assert stream.buffer.getvalue() == "住户信息".encode("cp936")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_marks_on_a_terminal_of_another_encoding(demo, encoding):
    import pty

    ours, theirs = pty.openpty()
    environment = os.environ | {
        "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "GRIDCTL_LANG": "zh", "NO_COLOR": "1", "TERM": "xterm"
    }  # fmt: skip
    command = [GRIDCTL, "report", *PERIOD, "--format", "text"]
    process = subprocess.Popen(command, cwd=demo, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:
        pass
    assert process.wait(timeout=60) == 0, said
    shown = said.decode(encoding)
    assert "86" in shown or "得分" in shown or "?" in shown
    assert "\x1b[3" not in shown, "NO_COLOR"


def test_a_mark_the_console_lacks_has_a_plain_form(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="gbk"))
    assert mark("✓", "*") == "*"
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert mark("✓", "*") == "✓"


@pytest.mark.skipif(os.name == "nt", reason="Windows tells a closed pipe otherwise")
@pytest.mark.parametrize("args", [("query", "select * from visits"), ("rules",), ("tasks", *PERIOD, "-f", "json")])
def test_a_reader_that_goes_is_no_fault(demo, args):
    process = subprocess.Popen(
        [GRIDCTL, *args], cwd=demo, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"COLUMNS": "80"}
    )
    process.stdout.close()
    said = process.stderr.read().decode("utf-8")
    process.stderr.close()
    assert process.wait(timeout=60) == 0, said
    assert "Traceback" not in said
    assert "BrokenPipe" not in said


def test_a_bar_is_for_somebody_who_watches(monkeypatch):
    monkeypatch.setattr("gridctl.cli.progress.PATIENCE_SECONDS", 0.0)
    with environment({"GRIDCTL_LANG": "zh", "FORCE_COLOR": None}):
        with progress("读") as step:
            step("一")
        assert not err().is_terminal
    watched = io.StringIO()
    started = Event()
    console = Console(file=watched, force_terminal=True, width=80)
    monkeypatch.setattr("gridctl.cli.progress.err", lambda: console)
    monkeypatch.setattr("gridctl.cli.progress.watched", lambda: True)
    start = Progress.start
    monkeypatch.setattr(Progress, "start", lambda self: (start(self), started.set()))
    with progress("演示", total=2) as step:
        step("第一步")
        assert started.wait(10)
        step("第二步")
    assert "第" in watched.getvalue()


def test_what_is_quick_shows_no_bar(monkeypatch):
    watched = io.StringIO()
    console = Console(file=watched, force_terminal=True, width=80)
    monkeypatch.setattr("gridctl.cli.progress.err", lambda: console)
    monkeypatch.setattr("gridctl.cli.progress.watched", lambda: True)
    monkeypatch.setattr("gridctl.cli.progress.PATIENCE_SECONDS", 3600)
    with progress("演示", total=2) as step:
        step("第一步")
    assert watched.getvalue().strip() == ""


def test_what_a_plan_has_frozen_is_collected_where_the_database_was_asked(tmp_path):
    # Otherwise the database's binding reports leaks on the terminal when a command ends.
    program = (
        "import atexit, gc, sys\n"
        "atexit.register(lambda: print('left', gc.get_freeze_count()))\n"
        "import gridctl.store.database\n"
        "from gridctl.cli.main import main\n"
        "gc.freeze()\n"
        "sys.argv[1:] = ['guide', 'faq']\n"
        "sys.exit(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.splitlines()[-1] == "left 0"
