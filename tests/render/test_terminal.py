"""Tables and findings on a terminal."""

from datetime import date
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from gridctl.findings.finding import Finding, Place, Severity
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.render.terminal import print_findings, print_table, severity_name
from gridctl.text.width import display_width

COLUMNS = (
    TableColumn("code", "房屋编码", "house code"),
    TableColumn("name", "姓名", "name", mask="name"),
    TableColumn("count", "户数", "households", "count"),
    TableColumn("rate", "比率", "rate", "percent"),
    TableColumn("on", "日期", "date", "date"),
    TableColumn("note", "备注", "note"),
)
NUMBER = "51339919850312001"
CODE = "5133990010020010000010101"
ROW = (CODE, "虚构甲", 12, 0.5, date(2026, 7, 1), Words("已完成", "done"))


def shown(table: Table, language: str = "zh", width: int = 80, **options: object) -> list[str]:
    buffer = StringIO()
    print_table(Console(file=buffer, width=width, highlight=False), table, language, **options)
    return [line.rstrip() for line in buffer.getvalue().splitlines()]


def table(*rows: tuple[object, ...]) -> Table:
    return Table(Words("表", "Table"), COLUMNS, rows, notes=(Words("注", "note"),), footer=(Words("尾", "end"),))


def test_columns_line_up_under_their_headings():
    lines = shown(table(ROW, (CODE, "虚构的乙", 1234, None, None, None)), width=100)
    assert lines[:2] == ["表", "注"]
    assert lines[-1] == "尾"
    heading = next(line for line in lines if "房屋编码" in line)
    first = next(line for line in lines if "50.0%" in line)
    for label, value in (("姓名", "虚*甲"), ("备注", "已完成"), ("日期", "2026-07-01")):
        assert display_width(heading[: heading.index(label)]) == display_width(first[: first.index(value)])
    second = next(line for line in lines if "1234" in line)
    assert display_width(second[: second.index("1234") + 4]) == display_width(first[: first.index("12 ") + 2])


def test_names_show_when_revealed_and_words_follow_the_language():
    assert any("虚构甲" in line for line in shown(table(ROW), reveal=True))
    english = shown(table(ROW), "en", width=120)
    assert any("house code" in line for line in english)
    assert any("done" in line for line in english)
    assert not any("虚构甲" in line for line in english)


def test_columns_without_room_are_named_and_codes_stay_whole():
    lines = shown(table(ROW), width=50)
    assert any(CODE in line for line in lines)
    assert any(line.startswith("未显示的列：") and "备注" in line for line in lines)
    assert any(line.startswith("columns not shown: ") for line in shown(table(ROW), "en", width=50))


def test_only_so_many_rows_and_these_columns():
    lines = shown(table(ROW, ROW, ROW), most=1, only=("count", "note"))
    assert sum("已完成" in line for line in lines) == 1
    assert "… 还有 2 行" in lines
    assert not any(CODE in line for line in lines)
    assert "… 2 more rows" in shown(table(ROW, ROW, ROW), "en", most=1)


def test_an_empty_table_says_so_instead_of_showing_headings():
    assert shown(table()) == ["表", "注", "没有记录。", "尾"]
    assert "Nothing." in shown(table(), "en")


def test_words_numbers_and_endings_of_files_stay_whole_where_a_column_is_folded():
    columns = (TableColumn("file", "文件", "file"), TableColumn("grids", "网格", "grids"))
    rows = (("户籍人口信息登记表（第一网格）.xlsx", "513399001002001、513399001002002"), ("Daughter-in-law of", None))
    lines = shown(Table(Words("", ""), columns, rows), width=40)
    for whole in (".xlsx", "513399001002001、", "513399001002002", "Daughter-in-law"):
        assert any(whole in line for line in lines), whole


def test_markup_in_data_is_text():
    bare = Table(Words("", ""), (TableColumn("a", "甲", "a"),), (("[red]甲[/red]",), ("[/]",)))
    text = "\n".join(shown(bare))
    assert "[red]甲[/red]" in text
    assert "[/]" in text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.text("甲乙a1 ", max_size=60), st.text("丙b-", max_size=30)), max_size=4), st.integers(30, 90)
)
def test_no_line_is_wider_than_the_terminal(rows, width):
    columns = (TableColumn("a", "甲", "a"), TableColumn("b", "乙", "b"))
    # A value of digits and letters alone is a code: it may be wider than a narrow terminal, and stays whole.
    rows = [tuple(f"甲 {each}" for each in row) for row in rows]
    for line in shown(Table(Words("表", "t"), columns, tuple(rows)), width=width):
        assert display_width(line) <= width


def finding(place: Place, severity: Severity = Severity.ERROR) -> Finding:
    return Finding("S301", severity, place, ledger="households", field="members[0].id_no", params={"value": NUMBER})


def test_findings_stand_under_their_file_with_their_place():
    buffer = StringIO()
    found = [
        finding(Place("a.yaml", 3, 5)),
        finding(Place("a.yaml", 12, 1), Severity.WARNING),
        finding(Place("b.xlsx", sheet="花名册", cell="C4")),
        finding(Place("b.xlsx", sheet="花名册"), Severity.INFO),
        finding(Place()),
    ]
    print_findings(Console(file=buffer, width=80), found, "zh")
    lines = buffer.getvalue().splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["a.yaml", "b.xlsx", "（整体）"]
    told = [line for line in lines if line.startswith(" ")]
    assert [line.split()[:3] for line in told] == [
        ["3:5", "错误", "S301"],
        ["12:1", "提醒", "S301"],
        ["花名册!C4", "错误", "S301"],
        ["花名册", "提示", "S301"],
        ["-", "错误", "S301"],
    ]
    assert len({display_width(line[: line.index("S301")]) for line in told}) == 1
    assert NUMBER not in buffer.getvalue()
    print_findings(Console(file=buffer, width=80), found, "en")
    assert "(whole)" in buffer.getvalue()
    alone = StringIO()
    print_findings(Console(file=alone, width=80), [finding(Place())], "en")
    assert "(whole)" not in alone.getvalue()


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "这里填的是“电动车入户充电，已口头劝离”，应为已整改、未整改、已上报或不需处理；请改成其中之一。"),
        ("en", "This says “电动车入户充电”, and may be done, open, reported or none; please write one of them."),
    ],
)
def test_findings_are_folded_under_their_words_on_a_terminal_only(monkeypatch, language, said):
    monkeypatch.setattr("gridctl.findings.message.message", lambda _finding, _language: said)
    found = [finding(Place("a.yaml", 3, 5)), finding(Place("b.xlsx", sheet="花名册", cell="C4"), Severity.WARNING)]
    screen, pipe = Screen(), StringIO()
    for file in (screen, pipe):
        print_findings(Console(file=file, width=60, color_system=None), found, language)
    shown = [line for line in screen.getvalue().splitlines() if line.startswith(" ")]
    assert all(display_width(line) <= 60 for line in shown)
    for begun in (each for each, line in enumerate(shown) if "S301" in line):
        words = display_width(shown[begun][: shown[begun].index("S301") + 5])
        # Those that follow begin where the words of the first do, and not with a mark.
        further = [line for line in shown[begun + 1 : begun + 3] if "S301" not in line]
        assert further
        assert all(len(line) - len(line.lstrip(" ")) == words for line in further)
        assert not any(line.lstrip(" ").startswith(("，", "；", "。", ",", ";")) for line in further)
    lines = [line for line in pipe.getvalue().splitlines() if line.startswith(" ")]
    assert [line.endswith(f" {said}") for line in lines] == [True, True]


def test_findings_without_room_for_words_are_not_folded():
    screen = Screen()
    print_findings(Console(file=screen, width=40, color_system=None), [finding(Place("a.yaml", 3, 5))], "zh")
    assert len(screen.getvalue().splitlines()) == 2


@pytest.mark.parametrize(
    ("severity", "zh"), [(Severity.ERROR, "错误"), (Severity.WARNING, "提醒"), (Severity.INFO, "提示")]
)
def test_severities_in_words(severity, zh):
    assert severity_name(severity, "zh") == zh
    assert severity_name(severity, "en") == severity.value
