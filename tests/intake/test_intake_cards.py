"""Cards: labels beside their values, one card a sheet or many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from intake_sheets import GRID_1, added, citizen, codes, phone, statuses

from gridctl.intake.plan import plan_import
from gridctl.intake.returned.rejected import write_rejected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace

NUMBERS = [citizen("19600312", 11), citizen("19620405", 22), citizen("19900607", 31)]


def card(name: str, number: str, room: str, members: list[list[Any]], note: str = "") -> list[list[Any]]:
    return [
        ["居民信息登记卡"],
        ["户主姓名", name, "性别", "", "民族", "汉族"],
        ["身份证号", number, "", "联系电话", phone(1)],
        ["家庭住址", f"柳岸花园1栋1单元{room}室", "", "居住状态", "自住"],
        ["家庭成员", "姓名", "与户主关系", "性别", "身份证号", "联系电话"],
        *(["", *each] for each in members),
        ["", "", "", "", ""],
        ["备注", note],
        ["网格员签字：", "", "日期："],
    ]


def test_cards_one_below_the_other(ws: Workspace, book: Callable[..., Path]) -> None:
    one = card(
        "钱多", NUMBERS[0], "101", [["林小雨", "配偶", "女", NUMBERS[1], ""], ["户小主", "户主", "女", "", ""]], "有犬"
    )
    other = card("陈果", NUMBERS[2], "102", [])
    path = book([*one, [], *other], sheet="第一网格")
    plan = plan_import(ws, [path])
    assert statuses(plan) == ["added"] * 4
    assert "I177" in codes(plan)
    first, second = added(plan, "households")
    assert (first["address"], first["occupancy"], first["grid_code"]) == (
        "柳岸花园1栋1单元101室",
        "owner_occupied",
        GRID_1,
    )
    head, wife, _ = first["members"]
    assert (head["name"], head["relation"], head["sex"], head["ethnicity"], head["note"]) == (
        "钱多",
        "household_head",
        "male",
        "han",
        "有犬",
    )
    assert (wife["relation"], "ethnicity" in wife, "note" in wife) == ("spouse", False, False)
    assert [each["name"] for each in second["members"]] == ["陈果"]
    ws.apply(plan.changes)
    assert set(statuses(plan_import(ws, [path]))) == {"unchanged"}


def test_a_fault_on_a_card_stands_at_its_cell_and_goes_back_as_a_row(
    ws: Workspace, book: Callable[..., Path], tmp_path: Path
) -> None:
    wrong = NUMBERS[1][:-1] + "1"
    plan = plan_import(ws, [book(card("钱多", NUMBERS[0], "101", [["林小雨", "配偶", "女", wrong, ""]], "有犬"))])
    assert statuses(plan) == ["added", "rejected"]
    (fault,) = plan.sources[0].rows[1].findings
    assert (fault.code, fault.place.cell) == ("S302", "E6")
    (path,) = write_rejected(plan, tmp_path / "退回")
    sheet = openpyxl.load_workbook(path).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (marked,) = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    assert marked.value == wrong
    assert "林小雨" in rows[-1]
    marked.value = NUMBERS[1]
    ws.apply(plan.changes)
    corrected = tmp_path / "改好.xlsx"
    sheet.parent.save(corrected)
    again = plan_import(ws, [corrected])
    assert statuses(again) == ["added"]
    assert {each.record for each in again.changes} == {plan.sources[0].rows[0].record}


@pytest.mark.parametrize(
    ("rows", "ledger", "said"),
    [
        (
            [
                ["企业信息登记表"],
                ["企业名称", "清荷便民菜店"],
                ["企业类别", "个体工商户"],
                ["经营地址", "清荷路31号"],
                ["所属网格", "第一网格"],
            ],
            "businesses",
            {"name": "清荷便民菜店", "category": "sole_trader", "grid_code": GRID_1},
        ),
        (
            [
                ["入户走访登记卡"],
                ["走访对象：钱多", "", "走访日期：2026-09-01"],
                ["走访方式", "入户", "走访人员", "钱荷"],
                ["走访情况", "一切正常"],
            ],
            "visits",
            {"target_name": "钱多", "visited_on": "2026-09-01", "mode": "home", "staff": ["W02"]},
        ),
        (
            [
                ["独居老人关爱卡"],
                ["姓名", "钱多", "性别", "男"],
                ["身份证号", NUMBERS[0], "联系电话", ""],
                ["监护人", "钱小多", "监护人电话", phone(2)],
                ["姓名", "与本人关系", "联系电话"],
                ["钱小多", "儿子", phone(2)],
            ],
            "special_groups",
            {"name": "钱多", "category": "living_alone_elderly", "guardian_name": "钱小多"},
        ),
    ],
)
def test_cards_of_other_ledgers(
    ws: Workspace, book: Callable[..., Path], rows: list[list[Any]], ledger: str, said: dict[str, Any]
) -> None:
    (record,) = added(plan_import(ws, [book(rows)]), ledger)
    assert {name: record[name] for name in said} == said


def test_several_labels_in_one_cell(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["居民登记卡"],
        [f"户主：钱多  性别：男  联系电话：{phone(1)}"],
        ["家庭住址：柳岸花园1栋1单元101室  居住状态：自住"],
        ["姓名", "与户主关系", "性别"],
        ["林小雨", "配偶", "女"],
    ]
    (house,) = added(plan_import(ws, [book(rows)]), "households")
    assert (house["address"], house["occupancy"]) == ("柳岸花园1栋1单元101室", "owner_occupied")
    assert house["members"][0]["phones"] == [phone(1)]
