"""Workbook layouts as people send them, each with what must come of it."""

from __future__ import annotations

import csv
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
import xlwt
from intake_sheets import GRID_1, GRID_2, added, citizen, codes, phone, statuses, write_xlsx

from gridctl.intake.columns.headings import is_label
from gridctl.intake.plan import plan_import
from gridctl.intake.reading.reader import read_book
from gridctl.intake.sheets.region import find_region
from gridctl.text.cellname import column_letters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace

WANG, LI, SON = citizen("19800102", 11), citizen("19820304", 22), citizen("20100506", 33)
PEOPLE = [
    ["户主", "王小明", WANG, "男", "1980-01-02"],
    ["妻", "李花", LI, "女", "1982-03-04"],
    ["子", "王大", SON, "男", "2010-05-06"],
]
CODE = "5133990010020010000100101"


def family() -> list[dict[str, Any]]:
    relations = {"户主": "household_head", "妻": "wife", "子": "son"}
    sexes = {"男": "male", "女": "female"}
    return [
        {"relation": relations[r], "name": n, "id_no": i, "sex": sexes[s], "birth_date": b} for r, n, i, s, b in PEOPLE
    ]


HEADINGS = ["房屋编码", "与户主关系", "姓名", "身份证号", "性别", "出生日期"]


def test_one_row_a_person(ws: Workspace, book: Callable[..., Path]) -> None:
    path = book([HEADINGS, *([CODE, *person] for person in PEOPLE)])
    plan = plan_import(ws, [path], grid="第一网格")
    assert added(plan, "households") == [{"house_code": CODE, "grid_code": GRID_1, "members": family()}]
    assert statuses(plan) == ["added"] * 3


def test_merged_household_cells_are_carried_down(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [HEADINGS, *([CODE if n == 0 else "", *person] for n, person in enumerate(PEOPLE))]
    plan = plan_import(ws, [book(rows, merges=("A2:A4",))], grid=GRID_1)
    assert [len(each["members"]) for each in added(plan, "households")] == [3]
    assert "I132" in codes(plan)


def test_blank_household_cells_below_the_head_are_carried_down(ws: Workspace, book: Callable[..., Path]) -> None:
    other = ["户主", "张三", citizen("19700101"), "男", "1970-01-01"]
    rows = [HEADINGS, *([CODE if n == 0 else "", *person] for n, person in enumerate(PEOPLE)), ["X9", *other]]
    plan = plan_import(ws, [book(rows)], grid=GRID_1)
    assert [len(each["members"]) for each in added(plan, "households")] == [3, 1]
    assert "I132" in codes(plan)


def test_households_without_any_number_begin_with_their_head(ws: Workspace, book: Callable[..., Path]) -> None:
    other = ["户主", "张三", citizen("19700101"), "男", "1970-01-01"]
    plan = plan_import(ws, [book([HEADINGS[1:], *PEOPLE, other])], grid=GRID_1)
    assert [len(each["members"]) for each in added(plan, "households")] == [3, 1]


def test_members_below_a_rejected_head_do_not_join_the_household_before(
    ws: Workspace, book: Callable[..., Path]
) -> None:
    other = ["户主", "张三", "123456199001011234", "男", "1970-01-01"]
    child = ["子", "张小", citizen("20150101"), "男", "2015-01-01"]
    plan = plan_import(ws, [book([HEADINGS[1:], *PEOPLE, other, child])], grid=GRID_1)
    assert statuses(plan) == ["added"] * 3 + ["rejected"] * 2
    assert [len(each["members"]) for each in added(plan, "households")] == [3]


def test_three_heading_rows_with_merged_groups_and_stars(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["住户信息登记表"],
        ["填报单位：清荷社区第一网格", "", "", "", "", "填报日期：2026年7月1日"],
        [],
        ["序号", "房屋信息", "", "居住人员信息", "", "", "", ""],
        ["", "房屋编码*", "房屋地址\n(门牌)", "姓名＊", "证件", "", "与户主\n关系*", "户籍地"],
        ["", "", "", "", "类型", "号码", "", "省"],
        [1, CODE, "清荷路8号1单元101室", "王小明", "身份证", WANG, "本人", "川岭省"],
        [2, CODE, "清荷路8号1单元101室", "李花", "身份证", LI, "妻", "川岭省"],
        ["合计", "2人"],
        ["填表人：", "", "审核人："],
    ]
    merges = ("A1:H1", "A4:A6", "B4:C4", "D4:H4", "B5:B6", "C5:C6", "D5:D6", "E5:F5", "G5:G6")
    plan = plan_import(ws, [book(rows, merges=merges)])
    source = plan.sources[0]
    assert source.region.heading_rows == (3, 5)
    assert source.region.title == "住户信息登记表"
    assert statuses(plan) == ["added"] * 2
    (house,) = added(plan, "households")
    assert house["grid_code"] == GRID_1
    assert house["members"][0]["id_type"] == "resident_id"
    assert house["members"][0]["id_no"] == WANG
    assert house["members"][0]["registered_division"] == "川岭省"


def test_one_row_a_household_with_numbered_members(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["房屋编码", "户主姓名", "户主身份证号", "联系电话", "成员1姓名", "成员1关系", "成员2姓名", "成员2关系"],
        [CODE, "王小明", WANG, phone(1), "李花", "妻", "王大", "子"],
        ["X2", "张三", "", "", "", "", "", ""],
    ]
    plan = plan_import(ws, [book(rows)], grid=GRID_1)
    first, second = added(plan, "households")
    assert [(each["name"], each["relation"]) for each in first["members"]] == [
        ("王小明", "household_head"),
        ("李花", "wife"),
        ("王大", "son"),
    ]
    assert first["members"][0]["phones"] == [phone(1)]
    assert len(second["members"]) == 1


def test_one_row_a_household_with_a_group_for_each_member(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["房屋编码", "户主", "", "成员一", "", "", "成员二", "", ""],
        ["", "姓名", "身份证号", "姓名", "关系", "身份证号", "姓名", "关系", "身份证号"],
        [CODE, "王小明", WANG, "李花", "妻", LI, "王大", "子", SON],
    ]
    plan = plan_import(ws, [book(rows, merges=("A1:A2", "B1:C1", "D1:F1", "G1:I1"))], grid=GRID_1)
    (house,) = added(plan, "households")
    assert [each["id_no"] for each in house["members"]] == [WANG, LI, SON]


def test_headings_repeated_for_each_member(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["房屋编码", "姓名", "关系", "身份证号", "姓名", "关系", "身份证号"],
        [CODE, "王小明", "户主", WANG, "李花", "妻", LI],
    ]
    (house,) = added(plan_import(ws, [book(rows)], grid=GRID_1), "households")
    assert [each["name"] for each in house["members"]] == ["王小明", "李花"]


def test_headings_and_title_again_on_every_printed_page(ws: Workspace, book: Callable[..., Path]) -> None:
    page = [["第一网格住户登记表"], HEADINGS]
    rows = [*page, [CODE, *PEOPLE[0]], ["第1页 共2页"], [], *page, [CODE, *PEOPLE[1]], ["本页小计", "1"]]
    plan = plan_import(ws, [book(rows)])
    assert statuses(plan) == ["added"] * 2
    skipped = {finding.params["reason"] for finding in plan.findings if finding.code == "I130"}
    assert skipped == {"title", "heading", "signature", "totals"}


@pytest.mark.parametrize(
    "numbers", [[1, 2, 3, 4, 5, 6], ["甲", "乙", "丙", 1, 2, 3], ["（1）", "（2）", "（3）", "（4）"]]
)
def test_ditto_and_column_numbers_and_an_example_row(
    ws: Workspace, book: Callable[..., Path], numbers: list[object]
) -> None:
    rows = [
        HEADINGS,
        numbers,
        ["例：51339900", "户主", "张三", "", "男", ""],
        [CODE, *PEOPLE[0]],
        ["同上", *PEOPLE[1]],
        ["〃", *PEOPLE[2]],
    ]
    plan = plan_import(ws, [book(rows)], grid=GRID_1)
    assert [len(each["members"]) for each in added(plan, "households")] == [3]
    assert statuses(plan) == ["added"] * 3
    assert "I142" in codes(plan)


def test_ditto_of_nothing_is_a_fault(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([HEADINGS, ["同上", *PEOPLE[0]]])], grid=GRID_1)
    assert [finding.code for finding in plan.sources[0].rows[0].findings] == ["I152"]


def test_hidden_sheets_are_left_out_and_several_sheets_read(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "多表.xlsx"
    with xlsxwriter.Workbook(str(path)) as out:
        for name, grid, person in (("第一网格", "G", PEOPLE[0]), ("第二网格", "G", PEOPLE[1])):
            page = out.add_worksheet(name)
            page.write_row(0, 0, HEADINGS)
            page.write_row(1, 0, [grid + name, *person])
        hidden = out.add_worksheet("bean")
        hidden.hide()
        hidden.write_row(0, 0, HEADINGS)
        out.add_worksheet("空表")
    plan = plan_import(ws, [path])
    assert [source.sheet.name for source in plan.sources] == ["第一网格", "第二网格"]
    assert [each["grid_code"] for each in added(plan, "households")] == [GRID_1, GRID_2]
    assert "I110" in codes(plan)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_same_rows_as_csv(ws: Workspace, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "住户.csv"
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out).writerows([HEADINGS, *([CODE, *person] for person in PEOPLE)])
    plan = plan_import(ws, [path], grid=GRID_1)
    assert added(plan, "households") == [{"house_code": CODE, "grid_code": GRID_1, "members": family()}]


def test_the_same_rows_as_xls(ws: Workspace, tmp_path: Path) -> None:
    out = xlwt.Workbook()
    page = out.add_sheet("住户")
    for number, row in enumerate([HEADINGS, *([CODE, *person] for person in PEOPLE)]):
        for col, cell in enumerate(row):
            page.write(number, col, cell)
    out.save(str(tmp_path / "住户.xls"))
    plan = plan_import(ws, [tmp_path / "住户.xls"], grid=GRID_1)
    assert added(plan, "households") == [{"house_code": CODE, "grid_code": GRID_1, "members": family()}]


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_a_merged_form_saved_by_libreoffice(ws: Workspace, tmp_path: Path, kind: str) -> None:
    rows = [
        ["住户登记表"],
        ["房屋编码", "与户主关系", "姓名", "户籍地", ""],
        ["", "", "", "省", "市"],
        [CODE, "户主", "王小明", "川岭省", "云州市"],
        ["", "妻", "李花", "川岭省", "云州市"],
    ]
    (tmp_path / "in").mkdir()
    path = write_xlsx(tmp_path / "in" / "表.xlsx", rows, merges=("A1:E1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "A4:A5"))
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir"]
    subprocess.run([*command, str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    plan = plan_import(ws, [tmp_path / f"表.{kind}"], grid=GRID_1)
    (house,) = added(plan, "households")
    assert [each["registered_division"] for each in house["members"]] == ["川岭省云州市"] * 2


def test_a_business_list(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["清荷社区企业商户摸排表"],
        ["序号", "店名", "统一社会信用代码", "经营地址", "负责人", "联系电话", "从业人数", "许可证类别", "许可证编号"],
        [1, "清荷便利店", "", "清荷路1号", "孙八", phone(8), "3人", "食品经营许可证", "JY1"],
    ]
    plan = plan_import(ws, [book(rows)], grid=GRID_2)
    (shop,) = added(plan, "businesses")
    assert shop["staff_count"] == 3
    assert [each["number"] for each in shop["licences"]] == ["JY1"]


def test_volunteers_with_their_services(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["志愿者姓名", "电话", "服务队", "网格", "服务日期", "服务时长", "服务内容", "审核人"],
        ["周九", phone(9), "红马甲", "一网格", "2026-7-1", 2, "清扫", "赵青"],
        ["周九", phone(9), "红马甲", "一网格", "2026-7-8", 1.5, "探访", "赵青"],
    ]
    path = book(rows)
    plan = plan_import(ws, [path])
    (volunteer,) = added(plan, "volunteers")
    assert volunteer["grid_code"] == GRID_1
    assert [each["hours"] for each in volunteer["services"]] == [2, 1.5]
    assert statuses(plan) == ["added", "changed"]
    ws.apply(plan.changes)
    assert not plan_import(ws, [path]).changes
    rows[2][5] = 2.5
    (change,) = plan_import(ws, [book(rows)]).changes
    assert (change.field, change.old, change.new) == ("services[1].hours", 1.5, 2.5)


def test_visits_find_household_and_staff_by_what_is_written(ws: Workspace, book: Callable[..., Path]) -> None:
    houses = book([[*HEADINGS[:3], "房屋地址"], [CODE, "户主", "王小明", "清荷路8号1单元101室"]], "住户.xlsx")
    rows = [
        ["民情走访登记表"],
        ["走访日期", "住址", "走访人", "走访方式", "走访情况"],
        ["2026.7.1", "清荷路8号 1单元101室", "赵青", "入户", "一切正常"],
        ["2026.7.2", "没有这条路9号", "孙二", "入户", ""],
    ]
    ws.apply(plan_import(ws, [houses], grid=GRID_1).changes)
    plan = plan_import(ws, [book(rows, "走访.xlsx")])
    (first,) = added(plan, "visits")
    assert (first["house_code"], first["grid_code"], first["staff"]) == (CODE, GRID_1, ["W01"])
    assert first["target_kind"] == "household"
    assert statuses(plan) == ["added", "rejected"]
    assert {"I149"} <= set(codes(plan))


def test_the_title_says_the_category_of_a_special_group(ws: Workspace, book: Callable[..., Path]) -> None:
    people = book([HEADINGS, [CODE, *PEOPLE[0]]], "住户.xlsx")
    rows = [
        ["独居老人登记表"],
        ["姓名", "身份证号码", "现住地址", "民族", "帮扶人"],
        ["王小明", WANG, "清荷路8号", "汉族", "钱荷"],
    ]
    plan = plan_import(ws, [book(rows, "老人.xlsx"), people], grid=GRID_1)
    (record,) = added(plan, "special_groups")
    (house,) = added(plan, "households")
    assert record["category"] == "living_alone_elderly"
    assert record["person"].startswith("P")
    assert record["house_code"] == CODE
    assert house["members"][0]["ethnicity"] == "han"


def test_a_statutory_category_that_is_not_enabled(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["姓名", "身份证号码", "人群类别", "帮扶人"], ["王小明", WANG, "社区矫正", "钱荷"]]
    plan = plan_import(ws, [book(rows)], grid=GRID_1)
    assert [finding.code for finding in plan.sources[0].rows[0].findings] == ["I169"]


def test_the_staff_form_makes_numbers(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["网格员信息登记表"],
        ["姓名*", "所属网格", "身份证号码*", "专兼职情况*"],
        ["吴十", "第一网格", WANG, "专职"],
    ]
    path = book(rows)
    plan = plan_import(ws, [path])
    (member,) = added(plan, "staff")
    assert member["grids"] == [GRID_1]
    assert member["staff_no"].startswith("T")
    ws.apply(plan.changes)
    assert statuses(plan_import(ws, [path])) == ["unchanged"]


def test_two_columns_for_one_field_stop_the_sheet(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["房屋编码", "姓名", "性别", "性别"], [CODE, "王小明", "男", "女"]]
    plan = plan_import(ws, [book(rows)], ledger="households", grid=GRID_1)
    assert statuses(plan) == ["rejected"]
    assert not plan.changes
    assert "I123" in codes(plan)


def test_an_empty_second_column_does_not_stop_the_sheet(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["房屋编码", "姓名", "性别", "性别"], [CODE, "王小明", "男", ""]]
    plan = plan_import(ws, [book(rows)], ledger="households", grid=GRID_1)
    assert statuses(plan) == ["added"]


def test_unknown_columns_are_told_and_close_ones_suggested(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["房屋编码", "姓名", "与户主的关系是", "星座", "宗教信仰", ""], [CODE, "王小明", "户主", "天秤", "无", "x"]]
    path = book(rows)
    plan = plan_import(ws, [path], grid=GRID_1)
    found = {finding.code: finding for finding in plan.findings}
    assert found["I122"].params["suggestion"] == "与户主关系"
    assert found["I121"].params["heading"] == "星座"
    assert {"I125", "I126"} <= set(found)
    assert "relation" not in added(plan, "households")[0]["members"][0]
    answered = plan_import(ws, [path], grid=GRID_1, answers={"与户主的关系是": "members.relation", "星座": ""})
    assert added(answered, "households")[0]["members"][0]["relation"] == "household_head"
    assert not {"I121", "I122"} & set(codes(answered))


def test_a_sheet_that_fits_no_ledger(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([["姓名", "电话"], ["王小明", phone(1)]]), book([["甲", "乙"], [1, 2]], "二.xlsx")])
    assert plan.sources == ()
    assert codes(plan) == ["I120", "I112"]


def test_heading_rows_of_a_file_without_merges(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,户籍地,,,电话\n,省*,市*,区县*,\n王小明,甲,乙,丙,1\n", encoding="utf-8")
    region = find_region(read_book(path).sheets[0], is_label)
    assert region is not None
    assert region.heading_rows == (0, 1)
    assert [each.text for each in region.headings] == ["姓名", "户籍地/省*", "户籍地/市*", "户籍地/区县*", "电话"]
    assert region.data == (2,)


# The headings of the platform's forms; a star marks what the platform requires.
FORMS = {
    "户籍人口登记表": (
        "households",
        """
        姓名* 所属网格* 性别* 出生日期 身份证号码* 户号* 与户主关系* 户籍地/省* 户籍地/市* 户籍地/区县*
        民族* 政治面貌* 文化程度* 婚姻状况* 人户状态* 是否外出* 外出原因* 外出时间* 户籍详址 联系电话
        联系手机 住宅电话 家庭称号/五好家庭 家庭称号/平安家庭 外出去向/省 外出去向/市 外出详址 备注
        """,
        """
        王小明 第一网格 男 1980-1-2 {id} 100001 户主 川岭省 云州市 青禾区 汉 群众 高中 已婚 人户一致 否 . .
        柳溪街道 {p1} {p2} . 是 否 . . . .
        """,
    ),
    "老年人登记表": (
        "special_groups",
        """
        姓名* 所属网格* 性别* 出生日期 身份证号码* 户籍地/省* 户籍地/市* 现住地址* 民族* 政治面貌* 文化程度*
        婚姻状况* 人员类型 居住情况 配偶情况 经济来源
        """,
        """
        王小明 第一网格 男 1980-1-2 {id} 川岭省 云州市 清荷路8号 汉族 群众 小学 已婚 自理 独居 已婚 退休金
        """,
    ),
    "房屋信息登记表": (
        "households",
        """
        所属网格* 房屋准确地址* 是否为出租房* *出租人(出租房时有效) *隐患程度(出租房时有效) 出租房类别*
        房屋编号 代表人/业主 产权人姓名 业主联系电话 产权人联系手机 建筑物用途 房屋用途 本户建筑面积(㎡)
        登记日期 有无消防通道
        """,
        """
        第一网格 清荷路9号 是 李三 低 住宅 X1 李三 . {p1} {p2} 住宅 住宅 89.5 2026-1-1 有
        """,
    ),
    "网格员信息登记表": (
        "staff",
        """
        姓名* 所属网格 身份证号码* 性别* 出生年月* 联系电话 专兼职情况* 政治面貌* 文化程度* 登记时间* 备注
        """,
        """
        吴十 第一网格 {id} 男 1980-1 {p1} 专职 群众 大专 2026-1-1 .
        """,
    ),
}


@pytest.mark.parametrize("title", FORMS)
def test_the_platforms_forms_import_without_a_hint(ws: Workspace, book: Callable[..., Path], title: str) -> None:
    ledger, headings, values = FORMS[title]
    row = ["" if value == "." else value.format(id=WANG, p1=phone(1), p2=phone(2)) for value in values.split()]
    upper, lower, merges = [], [], ["B1:L1", "B2:L2"]
    for col, heading in enumerate(headings.split()):
        group, _, below = (
            heading.partition("/") if heading.startswith(("户籍地/", "家庭称号/", "外出去向/")) else (heading, "", "")
        )
        upper.append(group if group not in upper or not below else "")
        lower.append(below)
        if not below:
            merges.append(f"{column_letters(col)}5:{column_letters(col)}6")
    unit = ["填报单位：", "某某省", "省*", "某某市", "市*", "某某社区", "社区/村*"]
    notes = ["", "填写注意事项：\n1.表格中带有*的单元格，为必须填入的数据项目。\n2.一次录入最多1000条信息。"]
    path = book([["1.0", title], notes, unit, [], upper, lower, row], sheet=title, merges=tuple(merges))
    plan = plan_import(ws, [path])
    (source,) = plan.sources
    assert source.ledger == ledger
    assert statuses(plan) == ["added"]
    assert [each.heading for each in source.heading.unknown if "*" in each.heading] == []
    ws.apply(plan.changes)
    assert statuses(plan_import(ws, [path])) == ["unchanged"]


def test_a_row_that_says_there_is_nothing_is_no_data(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([["序号", "姓名", "人员类别", "现住址", "备注"], ["本月无"]], sheet="特殊人群变动")])
    assert (plan.counts.read, plan.counts.rejected) == (0, 0)
    assert [each.params["reason"] for each in plan.findings if each.code == "I130"] == ["nothing"]
