"""Sheets that are no tables and yet say who lives where: floor plans, chains of replies from a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from intake_sheets import GRID_1, added, codes, phone, statuses

from gridctl.intake.plan import plan_import
from gridctl.intake.returned.rejected import write_rejected
from gridctl.intake.sheets.dwellingtext import said_of_dwelling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.intake.outcome import ImportPlan
    from gridctl.store.workspace import Workspace


def houses(plan: ImportPlan) -> dict[str, tuple[str, ...]]:
    """Who lives in each new house, or owns it, by its address."""
    return {
        each["address"]: tuple(
            [member["name"] for member in each.get("members", ())] or [str(each.get("owner_name") or "")]
        )
        for each in added(plan, "households")
    }


def test_a_floor_plan_has_a_dwelling_in_each_cell(ws: Workspace, book: Callable[..., Path]) -> None:
    path = book(
        [
            ["兰亭苑5栋住户分布图", "", "", "", ""],
            ["楼层", "1单元", "", "2单元", ""],
            ["", "01室", "02室", "01室", "02室"],
            ["十二层", f"钱多\n{phone(1)}", "空置", "户小主\n已搬走", ""],
            ["2楼", "", f"林小雨 {phone(2)} 租", f"陈果（空置）{phone(3)}", "何清清"],
        ],
        sheet="5栋",
    )
    plan = plan_import(ws, [path], grid=GRID_1)
    assert statuses(plan) == ["added"] * 6
    assert "I200" in codes(plan)
    assert houses(plan) == {
        "兰亭苑5栋1单元1201室": ("钱多",),
        "兰亭苑5栋1单元1202室": ("",),
        "兰亭苑5栋2单元1201室": ("户小主",),
        "兰亭苑5栋1单元202室": ("林小雨",),
        "兰亭苑5栋2单元201室": ("陈果",),
        "兰亭苑5栋2单元202室": ("何清清",),
    }
    first, empty, left, let, vacant, _ = added(plan, "households")
    assert first["members"][0]["phones"] == [phone(1)]
    assert empty["occupancy"] == vacant["occupancy"] == "vacant"
    assert let["occupancy"] == "rented"
    # Who is named in an empty dwelling owns it.
    assert vacant["owner_phones"] == [phone(3)]
    assert "members" not in vacant
    assert left["members"][0]["note"] == "已搬走"


def test_cells_of_a_floor_plan_may_name_their_rooms(ws: Workspace, book: Callable[..., Path]) -> None:
    path = book([["兰亭苑5栋"], ["层", "A", "02"], ["3F", "303 钱多", "林小雨"], ["2F", "何清清", "陈果"]])
    plan = plan_import(ws, [path], grid=GRID_1)
    assert houses(plan) == {"兰亭苑5栋303室": ("钱多",), "兰亭苑5栋302室": ("林小雨",), "兰亭苑5栋202室": ("陈果",)}
    # Neither the cell nor what stands above it tells the room.
    assert statuses(plan) == ["added", "added", "rejected", "added"]


def test_counts_by_floor_are_no_floor_plan(ws: Workspace, book: Callable[..., Path]) -> None:
    path = book([["兰亭苑5栋人数统计"], ["楼层", "01", "02"], ["1楼", "3", "4"], ["2楼", "2", "5"], ["3楼", "1", "1"]])
    assert codes(plan_import(ws, [path], grid=GRID_1)) == ["I112"]


def test_a_chain_of_replies(ws: Workspace, book: Callable[..., Path], tmp_path: Path) -> None:
    lines = [
        "#接龙",
        "兰亭苑5栋登记：房号+户主姓名+人数+电话",
        "例：101 张三 3人",
        f"1. 301 钱多 3人 {phone(1)}",
        "2、402室，林小雨，2人",
        f"3. 兰亭苑6栋501 陈果 电话{phone(3)}（租房）",
        "4. 收到",
        "谢谢！",
    ]
    for path in (book([[line] for line in lines]), book([["\n".join(lines)]])):
        plan = plan_import(ws, [path], grid=GRID_1)
        assert statuses(plan) == ["added", "added", "added", "rejected"]
        assert houses(plan) == {"兰亭苑5栋301室": ("钱多",), "兰亭苑5栋402室": ("林小雨",), "兰亭苑6栋501": ("陈果",)}
        one, two, three = added(plan, "households")
        assert {each["members"][0]["relation"] for each in (one, two, three)} == {"household_head"}
        assert (two["note"], three["occupancy"]) == ("2人", "rented")
    (back,) = write_rejected(plan, tmp_path / "退回", language="zh")
    told = [cell for row in openpyxl.load_workbook(back).active.values for cell in row if cell]
    assert "收到" in told


def test_chains_of_other_things_are_not_read(ws: Workspace, book: Callable[..., Path]) -> None:
    path = book([["周六义务植树接龙"], ["1. 钱多"], ["2. 林小雨 2人"], ["3. 陈果"]])
    assert codes(plan_import(ws, [path], grid=GRID_1)) == ["I112"]


def test_what_a_few_words_say() -> None:
    assert said_of_dwelling(f"荷塘花园2栋1804 阿依古丽·买买提 {phone(4)}、{phone(5)} 5口人") == {
        "联系电话": f"{phone(4)}、{phone(5)}",
        "房号": "荷塘花园2栋1804",
        "姓名": "阿依古丽·买买提",
        "备注": "5口人",
    }
    assert said_of_dwelling("空置") == {"居住状态": "空置"}
    assert said_of_dwelling("") == {}
