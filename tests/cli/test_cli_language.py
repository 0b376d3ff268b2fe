from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from cli_running import LANGUAGE_VARIABLES, environment, run

from gridctl.cli.commands import COMMANDS
from gridctl.cli.lang import language
from gridctl.cli.library import fault_text, in_chinese_usage
from gridctl.text.width import display_width

# Help is worded while modules are imported: each language needs a process of its own, one for all its pages.
PAGES = """
import sys
from gridctl.cli.main import main
for name in sys.argv[1:]:
    sys.argv = ["gridctl", *name.split(), "--help"]
    print("\\f" + name)
    try:
        main()
    except SystemExit as stop:
        assert not stop.code, stop.code
"""
NO_LANGUAGE = dict.fromkeys(LANGUAGE_VARIABLES)


def pages(lang: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PAGES, "", *COMMANDS, "codes duplicates"],
        env=os.environ | {"GRIDCTL_LANG": lang, "COLUMNS": "80"}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return dict(page.split("\n", 1) for page in done.stdout.split("\f")[1:])


def test_every_help_page_in_chinese():
    for name, page in pages("zh").items():
        assert "用法：gridctl" in page, name
        assert "显示本帮助" in page, name
        assert max(map(display_width, page.splitlines())) <= 80, name
        for english in ("Usage", "Show this", "Options", "Arguments", "Commands", "Install", "default:", "required"):
            assert english not in page, (name, english)
        assert not re.search(r" (the|of|and) ", page), name
        assert not re.search(r"[^=P]… *│", page), (name, "a line is cut off")
        assert not re.search(r"<(str|bool|int|path|file|list)|\[\[", page), (name, "types are told in words, once")
        assert not re.search(r"^│ +[，。；：、）]", page, re.MULTILINE), (name, "a line begins with a mark")


def test_every_help_page_in_english():
    for name, page in pages("en").items():
        assert "Usage: gridctl" in page, name
        assert max(map(display_width, page.splitlines())) <= 80, name
        # A ledger's or a field's own name may stand in an example.
        chinese = re.findall(r"[一-鿿]+", page)
        assert len("".join(chinese)) <= 40, (name, chinese)


@pytest.mark.parametrize(
    ("variables", "settings", "args", "spoken"),
    [
        ({}, "", (), "zh"),
        ({"LANG": "en_US.UTF-8"}, "", (), "en"),
        ({"LANG": "zh_CN.UTF-8"}, "", (), "zh"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "", (), "zh"),
        ({"LANG": "zh_CN.UTF-8"}, 'language: "en"', (), "en"),
        ({"LANG": "en_US.UTF-8"}, "语言: zh", (), "zh"),
        ({"GRIDCTL_LANG": "zh", "LANG": "en_US.UTF-8"}, "language: en", (), "zh"),
        ({"GRIDCTL_LANG": "zh"}, "language: zh", ("--lang", "en"), "en"),
        ({"GRIDCTL_LANG": "en"}, "", ("--lang=zh",), "zh"),
        ({"LANG": "C.UTF-8"}, "language: en", (), "en"),
    ],
)
def test_the_language_is_chosen_in_order(tmp_path, monkeypatch, variables, settings, args, spoken):
    if settings:
        (tmp_path / "ledgers").mkdir()
        (tmp_path / "ledgers" / "gridctl.yaml").write_text(f"community: 甲\n{settings}\n", encoding="utf-8")
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    monkeypatch.setattr(sys, "argv", ["gridctl", *args, "check"])
    with environment(NO_LANGUAGE | variables, tmp_path):
        assert language() == spoken


def test_a_language_nobody_speaks_here_is_refused(tmp_path):
    ran = run("--lang", "fr", "check", cwd=tmp_path, lang="")
    assert ran.code == 2
    assert "zh or en" in ran.err


def test_messages_follow_the_option(tmp_path):
    assert "没有找到" in run("--lang", "zh", "check", cwd=tmp_path, lang="en").err
    assert "gridctl init" in run("--lang", "en", "check", cwd=tmp_path).err


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Invalid value for '--format' / '-f': Value error, 'xml' is not one of 'text', 'json'.", "没有 'xml' 这一项"),
        ("Invalid value: 不是日期", "不是日期"),
        ("Invalid value for '--most': Value 'x' is not a valid integer.", "'--most' 取值不对：'x' 写法不对。"),
        ("Invalid value for 'files': File 'a' is a directory.", "'a' 是文件夹，不是文件。"),
        ("Missing argument 'directory'.", "缺少参数 'directory'。"),
        ("Missing option '--period'.", "缺少选项 '--period'。"),
        ("No such option: --x", "没有这个选项：--x"),
        ("No such option: --x (Possible options: --xy)", "（相近的有：--xy）"),
        ("Option '--lang' requires an argument.", "选项 '--lang' 后面要写一个值。"),
        ("Option '--yes' does not take a value.", "选项 '--yes' 后面不写值。"),
        ("Got unexpected extra argument(s) (a b)", "多出的参数：a b"),
        ("没有这个命令：'chek'. Did you mean 'check'?", "是不是 'check'？"),
    ],
)
def test_the_library_speaks_chinese_of_wrong_usage(english, chinese):
    with environment({"GRIDCTL_LANG": "zh"}):
        assert chinese in fault_text(english)
    with environment({"GRIDCTL_LANG": "en"}):
        assert "Value error" not in fault_text(english)


def test_the_usage_line_in_chinese():
    assert in_chinese_usage("Usage: gridctl [OPTIONS] COMMAND [ARGS]...") == "用法：gridctl [选项] 命令 [参数]..."


def test_version_and_no_command(tmp_path):
    from gridctl import __version__

    for args in (("--version",), ("-V",), ("--lang", "en", "--version")):
        assert run(*args, cwd=tmp_path).out == f"gridctl {__version__}\n"
    ran = run(cwd=tmp_path)
    assert ran.code == 2
    assert "gridctl" in ran.out + ran.err
