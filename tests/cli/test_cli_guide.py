from __future__ import annotations

import re
import subprocess
from functools import cache
from io import StringIO
from itertools import pairwise

import pytest
from cli_running import run
from guide_pages import EXIT_CODE, FENCE, LANGUAGES, mentioned, missing, pages, squeezed, steps
from rich.console import Console

from gridctl.cli.commands import COMMANDS, app
from gridctl.cli.guide import TOPICS, page
from gridctl.render.markdown import Page, break_points
from gridctl.text.width import display_width

PAGES = pages()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_the_examples_do_what_the_page_says(topic, lang, own):
    for step in steps(page(topic, lang)):
        if step.file:
            (own / step.file).parent.mkdir(exist_ok=True)
            (own / step.file).write_text(step.text, encoding="utf-8", newline="\n")
        elif step.argv[0] == "git":
            subprocess.run(step.argv, cwd=own, check=True)
        else:
            ran = run(*step.argv[1:], cwd=own, lang=lang, env={"COLUMNS": "120"})
            assert ran.code == step.code, (step.argv, ran)
            assert missing(step.lines, ran.out, ran.err) == "", (step.argv, ran)


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_show_the_same_commands_and_files(topic):
    chinese, english = (steps(page(topic, lang)) for lang in LANGUAGES)
    assert chinese
    assert [(each.argv, each.code, each.file, each.text) for each in chinese] == [
        (each.argv, each.code, each.file, each.text) for each in english
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_is_explained(lang):
    named = {words[1] for (_, of), text in PAGES.items() if of == lang for words in mentioned(text) if len(words) > 1}
    assert set(COMMANDS) <= named


@pytest.mark.parametrize(("topic", "lang"), PAGES)
def test_every_option_and_command_named_exists(topic, lang):
    everywhere = {
        name for command in COMMANDS for inner in ("", *inner_of(command)) for name in options_of(command, inner)
    }
    for words in mentioned(PAGES[topic, lang]):
        asked = {word.partition("=")[0] for word in words if re.fullmatch(r"--?[a-zA-Z][\w-]*(=.*)?", word)}
        if words[0] == "git":
            continue
        if words[0] == "gridctl":
            rest = [word for word in words[1:] if not word.startswith("-")]
            command = next((word for word in rest if word in COMMANDS), "")
            assert command or not rest or rest[0] == "imprt", words
            known = options_of(command, rest[rest.index(command) + 1] if command and rest[-1] != command else "")
            assert asked <= known | {"-m"}, words
        else:
            assert asked <= everywhere, words


@cache
def the_program():
    from typer.main import get_command

    return get_command(app)


def inner_of(command):
    return tuple(getattr(the_program().get_command(None, command), "commands", {}))


@cache
def options_of(command, inner):
    found = {"--help", "-h", "-C", "--lang", "--version", "--install-completion"}
    if command:
        its = the_program().get_command(None, command)
        for each in (its, getattr(its, "commands", {}).get(inner)):
            found |= {name for param in getattr(each, "params", ()) for name in (*param.opts, *param.secondary_opts)}
    return found


@pytest.mark.parametrize(("topic", "lang"), PAGES)
def test_a_page_is_short_titled_and_fits_a_terminal(topic, lang):
    text = PAGES[topic, lang]
    title, blank, summary, *_ = text.splitlines()
    assert re.match(r"# \S", title)
    assert (blank, summary[:1] in "#|-") == ("", False)
    assert 40 <= text.count("\n") <= 180
    assert text.count("```") == 2 * len(FENCE.findall(text))
    for width in (60, 80, 120):
        shown = shown_in(text, width)
        assert max(map(display_width, shown.splitlines())) <= width
        whole = re.sub(r"\s", "", shown)
        for _, body in FENCE.findall(text):
            assert re.sub(r"\s", "", body) in whole


def shown_in(text: str, width: int) -> str:
    buffer = StringIO()
    Console(file=buffer, width=width).print(Page(text))
    return buffer.getvalue()


def test_topics_are_listed_with_a_line_each(tmp_path):
    for lang in LANGUAGES:
        ran = run("guide", cwd=tmp_path, lang=lang)
        for topic in TOPICS:
            assert re.search(rf"^{topic} +\S", ran.out, re.MULTILINE)
        assert "gridctl guide start" in ran.err


def test_a_topic_goes_by_its_names_and_the_commands_it_explains(tmp_path):
    asked = {name: run("guide", name, "--raw", cwd=tmp_path).out for name in ("find", "查找修改", "edit", "END")}
    assert set(asked.values()) == {page("find", "zh")}
    assert run("--lang", "en", "guide", "find", "--raw", cwd=tmp_path).out == page("find", "en")
    for command in COMMANDS:
        assert run("guide", command, "--raw", cwd=tmp_path).code == 0


def test_a_shown_topic_is_rendered(tmp_path):
    ran = run("guide", "import", cwd=tmp_path)
    assert ran.code == 0
    assert "##" not in ran.out
    assert "```" not in ran.out
    assert "$ gridctl import inbox --dry-run" in ran.out
    assert "退出码" in ran.out


def test_a_wrong_topic_is_answered_with_the_nearest(tmp_path):
    ran = run("guide", "imports", cwd=tmp_path)
    assert (ran.code, ran.out) == (4, "")
    assert "是不是 import？" in ran.err
    assert "list" in run("guide", "lists", cwd=tmp_path, lang="en").err
    far = run("guide", "量子力学", cwd=tmp_path)
    assert far.code == 4
    assert "是不是" not in far.err


def test_chinese_is_broken_where_it_may_be():
    def lines(text: str, width: int) -> list[str]:
        starts = [0, *break_points(text, width), len(text)]
        return [text[a:b].rstrip() for a, b in pairwise(starts)]

    assert lines("先看会改什么，再写入台账。", 12) == ["先看会改什", "么，再写入台", "账。"]
    assert lines("用 gridctl import 导入", 12) == ["用 gridctl", "import 导入"]
    assert lines("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
    assert lines("读得了 .xlsx、.xlsm、.xls。", 14) == ["读得了 .xlsx、", ".xlsm、.xls。"]
    assert lines("短", 10) == ["短"]
    assert break_points("gridctl find 望荷东路", 16, at_blanks=True) == [13]


def test_a_promised_line_is_looked_for_in_order():
    output = "one  two\n three /tmp/x/out\nfour"
    assert missing(["one two", "three …out", "four"], output) == ""
    assert missing(["four", "one"], output) == "one"
    assert missing(["four", "five", "one"], output, "five\none") == ""
    assert squeezed("  a   b ") == "a b"
    assert EXIT_CODE.match("# exit code 4")
