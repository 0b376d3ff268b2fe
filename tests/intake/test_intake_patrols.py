"""Lists of patrols and of calls as visits: their own headings, what a title says of all rows, who signs at the end."""

from __future__ import annotations

from pathlib import Path

from intake_sheets import GRID_1, GRID_2, added
from test_intake_as_sent import Houses, planned, told
from test_intake_property import Memory

from gridctl.intake.plan import plan_import
from gridctl.intake.reading.book import Book, Cell, Sheet
from gridctl.store.changeset import Add, ChangeSet

HEADINGS = "巡查日期|门店名称|地址|巡查人员|巡查情况|发现隐患|整改要求"


def community() -> Memory:
    ws = Memory()
    ws.apply(
        ChangeSet(
            (
                Add("staff", "W01", {"staff_no": "W01", "name": "钱荷", "grids": [GRID_1]}),
                Add("businesses", "B1", {"name": "青苗面馆", "address": "荷塘路3号", "grid_code": GRID_1}),
            )
        )
    )
    return ws


def test_a_patrol_of_shops() -> None:
    rows = ["2026-10-09|青苗面馆|荷塘路3号|钱荷|后厨堆物|通道堵塞|当场清理", "站长：||||填表人：钱荷||"]
    plan = planned("10月沿街门店消防巡查台账", HEADINGS, *rows, ws=community())
    (found,) = added(plan, "visits")
    assert found == {
        "visited_on": "2026-10-09",
        "target_name": "青苗面馆",
        "target": "B1",
        "target_kind": "business",
        "grid_code": GRID_1,
        "staff": ["W01"],
        "findings": "后厨堆物",
        "hazards": ["通道堵塞"],
        "note": "整改要求: 当场清理; 地址: 荷塘路3号",
    }
    assert plan.counts.read == 1


def test_a_title_says_why_and_how() -> None:
    rows = ["2026-10-20|钱多|回访情况好|", "2026-10-20|林荷|未见面|上门"]
    plan = planned("10月电话回访登记表", "回访日期|回访对象|回访情况|回访方式", *rows)
    found = [(each["reason"], each["mode"]) for each in added(plan, "visits")]
    assert found == [("follow_up", "phone"), ("follow_up", "home")]
    assert told(plan).count("I128") == 2


def test_visitors_beside_who_filled_in_the_form() -> None:
    above = "所属网格：二网格||走访人员：钱荷|填表单位：清荷社区|日期：2026-10-30"
    head = "走访时间|户主姓名|走访情况|家庭住址|备注"
    plan = planned("10月走访登记表", above, head, "2026-10-09|钱多|都好|荷塘路5号|", ws=community())
    (found,) = added(plan, "visits")
    assert (found["staff"], found["grid_code"], found["visited_on"]) == (["W01"], GRID_2, "2026-10-09")


class Buildings(Houses):
    """Knows of each address only where its building stands."""

    def place_of(self, address: str) -> tuple[str, str]:
        return (GRID_2, "") if address.startswith("荷园2栋") else ("", "")


def test_a_visit_to_an_unknown_house_lies_where_its_building_does() -> None:
    rows = ["走访日期|走访对象|地址|走访情况", "2026-11-06|钱多|荷园2栋301|已告知", "2026-11-06|林荷|远园2栋301|已告知"]
    cells: list[list[Cell]] = [[*row.split("|")] for row in rows]
    sheet = Sheet("走访", cells)
    plan = plan_import(Memory(), [Book(Path("走访.xlsx"), "xlsx", "0" * 64, (sheet,))], houses=Buildings())
    assert [each.get("grid_code") for each in added(plan, "visits")] == [GRID_2, None]
    assert {"I139", "I172"} <= {*told(plan)}


def test_records_of_patrols_are_no_list_of_businesses() -> None:
    head = "经营者名称|统一社会信用代码|经营地址|法定代表人|巡查日期|巡查人员|巡查内容|处理措施"
    plan = planned("食品经营户日常巡查记录表", head, "青苗面馆||荷塘路3号||2026-10-09|钱荷|后厨卫生|", ws=community())
    (found,) = added(plan, "visits")
    assert (found["target"], found["reason"], found["findings"]) == ("B1", "planned", "后厨卫生")


def test_what_callers_and_those_visited_are_called() -> None:
    head = "回访时间|来电人|来电号码|所住小区|楼栋房号|诉求内容|回访结果|回访员"
    row = "2026-10-20 09:30|钱多|19900000011|荷园|1栋401室|电梯异响|已解决|钱荷"
    (found,) = added(planned("电话回访登记表", head, row, ws=community()), "visits")
    assert (found["target_name"], found["needs"], found["staff"]) == ("钱多", ["电梯异响"], ["W01"])
    assert "荷园1栋401室" in found["note"]
    head = "走访日期|姓名|地点|思想动态及现实表现|存在困难及诉求|领取人签字"
    (found,) = added(planned("重点人员走访记录", head, "2026-10-20|钱多|院坝|稳定|想找工作|钱多"), "visits")
    assert (found["findings"], found["needs"], found["note"]) == ("稳定", ["想找工作"], "地址: 院坝")


def test_a_list_of_requests_without_visits_is_none_of_visits() -> None:
    head = "受理时间|诉求人|联系电话|地址|诉求内容|承办人|办理情况|办结时间"
    plan = planned("群众诉求办理台账", head, "2026-10-08|钱多|19900000011|荷塘路3号|路灯不亮|钱荷|已修复|2026-10-10")
    assert (told(plan), plan.counts.read) == (["I120"], 0)
