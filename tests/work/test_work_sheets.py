from __future__ import annotations

from datetime import date

from work_community import G1

from gridctl.findings.table import Words
from gridctl.text.periods import parse_period
from gridctl.work.lists import lists_for
from gridctl.work.sheets import screen, tables


def rows_of(table):
    return [dict(zip([column.key for column in table.columns], row, strict=True)) for row in table.rows]


def test_three_tables_with_a_line_for_signatures(community):
    lists = lists_for(community(), parse_period("2026Q3"))
    printed = tables(lists)
    assert [each.title.zh for each in printed] == ["任务清单", "责任清单", "时限清单"]
    for each in printed:
        assert each.rows
        assert "签字" in each.footer[0].zh
        assert "2026Q3" in each.notes[0].en
    assert len(printed[0].rows) == len(lists.tasks)


def test_tasks_are_said_in_words(community):
    table = tables(lists_for(community(), parse_period("2026Q3")))[0]
    first = rows_of(table)[0]
    assert (first["due"], first["state"], first["situation"]) == (
        date(2026, 7, 2),
        Words("已完成", "done"),
        Words("平时", "Routine"),
    )
    masks = {column.key: column.mask for column in table.columns}
    assert (masks["name"], masks["place"]) == ("name", "address")


def test_one_row_a_matter_says_who_does_what(community):
    rows = rows_of(tables(lists_for(community(), parse_period("2026Q3")))[1])
    assert [each["matter_code"] for each in rows] == sorted({each["matter_code"] for each in rows})
    assert rows[0]["worker"] == Words("发现、上报", "Find, Report")
    assert rows[0]["community"] == ""


def test_one_row_a_matter_and_situation_says_how_long(community):
    rows = rows_of(tables(lists_for(community(), parse_period("2026Q3")))[2])
    routine, emergency = (each for each in rows if each["matter_code"] == "02-01-01")
    assert (routine["collect"].zh, routine["handle"].zh, routine["dispatch"].en) == (
        "当日",
        "3工作日",
        "0.5 working days",
    )
    assert "黄牌" in routine["late"].zh
    assert (emergency["classify"].zh, emergency["late"].en) == ("15分钟", "red card at once")


def test_only_residents_stand_in_the_masked_column(community):
    lists = lists_for(community(), parse_period("2026Q3"))
    rows = dict(zip([each.id for each in lists.tasks], rows_of(tables(lists)[0]), strict=True))
    for task in lists.tasks:
        row = rows[task.id]
        if task.target_table in ("households", "special_groups"):
            assert row["object"] == ""
        else:
            assert (row["object"], row["name"]) == (task.name, "")


def test_one_workers_list_says_once_whose_it_is(community):
    lists = lists_for(community(), parse_period("2026Q3"), staff="W1")
    printed = tables(lists)[0]
    assert [note.zh for note in printed.notes] == [
        "期间：2026Q3（2026-07-01—2026-09-30）  截至：2026-09-30", f"网格员：W1 周样一  网格：一网格 {G1}",
    ]  # fmt: skip
    assert not {"staff_no", "grid_code"} & {column.key for column in printed.columns}
    shown = screen(lists)
    assert sum(column.width + 2 for column in shown.columns) <= 80
    assert not any("一网格" in str(row) for row in shown.rows)
    day = lists_for(community(), parse_period("2026-07-13"))
    assert tables(day)[0].notes[0].en == "period: 2026-07-13  as of: 2026-09-30"


def test_the_limits_on_a_workers_list_are_those_of_its_tasks(community):
    lists = lists_for(community(), parse_period("2026Q3"), staff="W1")
    listed = {(each.matter_code, each.situation) for each in lists.tasks}
    assert {(each.matter_code, each.situation) for each in lists.deadlines} == listed


def test_the_screen_shows_the_same_tasks_in_fewer_columns(community):
    lists = lists_for(community(), parse_period("2026Q3"))
    shown, full = screen(lists), tables(lists)[0]
    assert len(shown.rows) == len(full.rows)
    assert sum(column.width + 2 for column in shown.columns) <= 80
    for one, whole in zip(rows_of(shown), rows_of(full), strict=True):
        assert one["duty"] == (f"{whole['duty']} · {whole['object']}" if whole["object"] else whole["duty"])
        assert one["state"] == whole["state"]
        assert one["staff_no"] == whole["staff_no"]
        assert (one["id"], len(one["id"])) == (whole["id"][:7], 7)
