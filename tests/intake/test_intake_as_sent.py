"""Sheets as offices send them, made in memory: numbers with letters among their digits, and other kinds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from intake_sheets import GRID_1, GRID_2, added, citizen, phone
from test_intake_property import Memory

from gridctl.intake.plan import plan_import
from gridctl.intake.reading.book import Book, Merge, Sheet
from gridctl.intake.records.registeredaddress import as_registered
from gridctl.store.changeset import Add, ChangeSet

if TYPE_CHECKING:
    from gridctl.intake.outcome import ImportPlan


def planned(*rows: str, name: str = "Sheet1", merges: tuple[Merge, ...] = (), ws: Any = None) -> ImportPlan:
    """The plan of a sheet whose rows have | between their cells."""
    sheet = Sheet(name, [row.split("|") for row in rows], merges=merges)
    return plan_import(ws or Memory(), [Book(Path(f"{name}.xlsx"), "xlsx", "0" * 64, (sheet,))])


def told(plan: ImportPlan) -> list[str]:
    return [each.code for each in plan.findings]


NUMBER = citizen("19430506")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (NUMBER.replace("0", "O", 1), ""),
        (f" {NUMBER[:6]} {NUMBER[6:14].replace('0', 'o', 1)} {NUMBER[14:]}", ""),
        (NUMBER.replace("1", "l"), ""),
        # No check digit fits: it is sent back, and never stored as the number of some other document.
        (NUMBER[:8].replace("1", "l") + NUMBER[8:17] + str((int(NUMBER[17].replace("X", "1")) + 2) % 10), "S301"),
    ],
)
def test_letters_typed_for_digits_of_a_citizen_id(typed: str, fault: str) -> None:
    plan = planned("失能老人登记表", "姓名|身份证号|家庭住址|失能程度", f"陈果|{typed}|清荷路8号1栋101|半失能")
    assert (fault or "I146") in told(plan)
    assert [each["id_no"] for each in added(plan, "special_groups")] == ([] if fault else [NUMBER])


def test_a_number_put_right_in_two_ways_is_told_once() -> None:
    ending = "51339919900101014x"
    rows = [f"陈果|{ending}|清荷路8号1栋101|半失能", f"陈禾|{ending[:14]} {ending[14:]}|清荷路8号1栋102|半失能"]
    letters = f"陈苗|{NUMBER.replace('0', 'O', 1)}|清荷路8号1栋103|半失能"
    plan = planned("失能老人登记表", "姓名|身份证号|家庭住址|失能程度", *rows[:1], letters)
    assert [each.params["count"] for each in plan.findings if each.code == "I146"] == ["2"]
    plan = planned("失能老人登记表", "姓名|身份证号|家庭住址|失能程度", rows[1])
    assert [each.params["count"] for each in plan.findings if each.code == "I146"] == ["1"]


def test_a_foreign_document_with_letters_stays_as_it_is() -> None:
    plan = planned("境外人员登记表", "姓名|证件类型|证件号码|现住地址", "乔安|护照|EO1234567|清荷路8号1栋101")
    assert added(plan, "households")[0]["members"][0]["id_no"] == "EO1234567"


def skills(*cells: str) -> tuple[list[Any], ImportPlan]:
    rows = (f"成员{at}|{phone(at)}|{cell}|清荷队" for at, cell in enumerate(cells, start=1))
    plan = planned("志愿者登记表", "姓名|联系电话|个人特长|所在队伍", *rows)
    return [each.get("skills") for each in added(plan, "volunteers")], plan


def test_a_remark_behind_a_value_goes_into_the_note() -> None:
    values, plan = skills("武术（太极拳）", "维修(水电、家电)、书法")
    assert values == [["martial_arts"], ["repair", "calligraphy"]]
    assert [each["note"] for each in added(plan, "volunteers")] == [
        "个人特长: 武术（太极拳）",
        "个人特长: 维修(水电、家电)",
    ]
    assert told(plan).count("I191") == 1


def test_a_remark_that_takes_the_value_back_is_no_mere_remark() -> None:
    values, plan = skills("武术（原）", "武术（否）")
    assert values == [None, None]
    assert "I156" in told(plan)
    assert "I191" not in told(plan)


def test_what_stands_above_a_table_stands_again_on_each_printed_page() -> None:
    page = ("志愿者登记表||", "印于10月11日||单位：人", "姓名|联系电话|所在队伍")
    plan = planned(*page, f"陈果|{phone(1)}|清荷队", *page, f"赵小荷|{phone(2)}|清荷队")
    assert [row.status for row in plan.sources[0].rows] == ["added", "added"]


def test_a_note_of_its_own_joins_what_has_no_field() -> None:
    plan = planned("残疾人登记表", "姓名|残疾类别|残疾等级|发证日期|备注", "陈果|肢体|三级|2019-06-12|轮椅出行")
    assert added(plan, "special_groups")[0]["note"] == "发证日期: 2019-06-12; 轮椅出行"
    assert "I124" not in told(plan)


@pytest.mark.parametrize("heading", ["监护人与残疾人关系", "监护人与本人的关系", "赡养人与老人关系"])
def test_whose_guardian_it_is_may_be_said_in_the_heading(heading: str) -> None:
    plan = planned("残疾人登记表", f"姓名|残疾等级|监护人姓名|{heading}", "陈果|三级|陈大川|父亲")
    assert added(plan, "special_groups")[0]["guardian_relation"] == "父亲"


def test_whoever_is_named_as_a_tenant_rents_and_the_house_is_let() -> None:
    plan = planned(
        "清荷警务室住户登记",
        "房屋地址|房主|承租人（一）|||承租人（二）|||",
        "||姓名|身份证号|电话|姓名|身份证号|电话",
        f"清荷路8号1栋101|钱荷|陈果|{NUMBER}|{phone(1)}|赵小荷|{citizen('19660909', 22)}|{phone(2)}",
        "清荷路8号1栋102|钱荷||||||",
        merges=(Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 2, 1, 4), Merge(1, 5, 1, 7)),
    )
    let, other = added(plan, "households")
    assert (let["occupancy"], other.get("occupancy")) == ("rented", None)
    assert [each["residence_kind"] for each in let["members"]] == ["tenant", "tenant"]
    assert "I192" in told(plan)


def test_a_column_for_the_use_of_the_house_says_it_itself() -> None:
    plan = planned("房屋台账", "房屋地址|居住状态|租客姓名|租客电话", f"清荷路8号1栋101|自住|陈果|{phone(1)}")
    assert added(plan, "households")[0]["occupancy"] == "owner_occupied"


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("荷园3-402", "荷塘路8号荷园3栋402"),
        ("荷园3-1-402室", "荷塘路8号荷园3栋1单元402室"),
        ("荷园3栋402", "荷塘路8号荷园3栋402"),
        ("荷园2-402", ""),
        ("荷园3-4", ""),
    ],
)
def test_a_building_without_its_word_as_the_register_writes_it(sent: str, written: str) -> None:
    assert as_registered(sent, {"compound": "荷园", "name": "3栋", "address": "荷塘路8号荷园3栋"}) == written


def column_of(heading: str, *values: str, title: str = "业主一览", others: str = "房屋地址|业主") -> Any:
    rows = [f"清荷路8号1栋{at}01|钱荷|{value}" for at, value in enumerate(values, start=1)]
    plan = planned(title, f"{others}|{heading}", *rows)
    each = plan.sources[0].heading.columns[-1]
    return each.target.field if each.target else "", each.suggestion, told(plan)


@pytest.mark.parametrize(
    ("heading", "values", "field", "guess", "code"),
    [
        ("现状", ("自住", "出租", "空置"), "occupancy", "", "I193"),
        # One value only, and one word that is known to tell nothing.
        ("目前状态", ("空置", "空置"), "occupancy", "", "I193"),
        ("类别", ("自住", "装修", ""), "occupancy", "", "I193"),
        ("状态", ("在用", "有效"), "status", "", "I170"),
        # A heading that says something may mean something else.
        ("上季度摸底", ("自住", "出租"), "", "居住状态", "I122"),
        ("上季度摸底", ("自住", "自住"), "", "", "I121"),
        ("现状", ("自住", "欠费"), "", "", "I121"),
        ("现状", ("无", "其他"), "", "", "I121"),
        ("现状", ("1", "2"), "", "", "I121"),
    ],
)
def test_a_heading_that_says_nothing_is_known_by_its_values(
    heading: str, values: tuple[str, ...], field: str, guess: str, code: str
) -> None:
    found, suggestion, codes = column_of(heading, *values)
    assert (found, suggestion) == (field, guess)
    assert code in codes


def test_two_columns_with_the_values_of_one_field_are_asked_about() -> None:
    rows = ("清荷路8号1栋101|钱荷|自住|出租", "清荷路8号1栋102|孙青|出租|自住")
    plan = planned("业主一览", "房屋地址|业主|现状|现况", *rows)
    assert [each.suggestion for each in plan.sources[0].heading.unknown] == ["居住状态", "居住状态"]


def test_a_field_that_has_a_column_is_no_other_columns() -> None:
    assert column_of("现状", "出租", others="房屋地址|居住状态")[0] == ""


def services(*rows: str, title: str = "清荷志愿服务队2026年服务时长") -> tuple[list[Any], ImportPlan]:
    plan = planned(title, "单位：小时", *rows)
    return [each.get("services") for each in added(plan, "volunteers")], plan


def test_a_column_for_each_day_is_a_service_for_each_filled_cell() -> None:
    found, plan = services(
        "姓名|手机号|3月5日|2026-04-18|5.6|合计",
        "||义诊|反诈宣传|护考|",
        f"陈果|{phone(1)}|2|1.5小时||3.5",
        f"赵小荷|{phone(2)}|请假||3|3",
    )
    assert found == [
        [
            {"date": "2026-03-05", "hours": 2, "activity": "义诊"},
            {"date": "2026-04-18", "hours": 1.5, "activity": "反诈宣传"},
        ],
        [{"date": "2026-05-06", "hours": 3, "activity": "护考"}],
    ]
    assert added(plan, "volunteers")[1]["note"] == "义诊: 请假"
    assert {"I194", "I156"} <= {*told(plan)}


def test_ticks_below_a_day_say_that_somebody_came() -> None:
    days = "|".join(f"3月{day}日(周四)" for day in (5, 12, 19, 26))
    found, _ = services(f"姓名|手机号|{days}|4月2日|4月9日|4月16日", f"陈果|{phone(1)}|√||√|×|||")
    assert found == [[{"date": "2026-03-05"}, {"date": "2026-03-19"}]]


def test_a_day_without_any_year_is_no_service() -> None:
    found, plan = services("姓名|手机号|3月5日", f"陈果|{phone(1)}|2", title="清荷志愿服务队服务时长")
    assert found == [None]
    assert "I121" in told(plan)


def test_a_measure_above_the_table_does_not_hide_what_else_stands_there() -> None:
    plan = planned("残疾人登记表", "所属网格：第一网格|单位：人", "姓名|残疾类别|残疾等级", "陈果|肢体|三级")
    assert added(plan, "special_groups")[0]["grid_code"] == GRID_1
    assert "I138" not in told(plan)


class Houses:
    """Knows two houses by what a diary calls them."""

    KNOWN: ClassVar = {"荷园1-101秦果家": "H1", "荷园2-201": "H2"}

    def settle(self, _code: str, address: str) -> tuple[str, str]:
        record = self.KNOWN.get(address, "")
        return record, "address" if record else ""

    def readdressed(self, _record: str, _address: str) -> tuple[str, str]:
        return "", ""

    def code_of(self, _code: str) -> str:
        return ""

    def place_of(self, _address: str) -> tuple[str, str]:
        return "", ""


def diary(*rows: str) -> tuple[list[Any], ImportPlan]:
    ws = Memory()
    ws.apply(
        ChangeSet(
            tuple(
                Add(
                    "households",
                    f"H{at}",
                    {"id": f"H{at}", "house_code": f"{GRID_2}000{at}", "grid_code": GRID_2, **more},
                )
                for at, more in ((1, {"members": [{"id": "P1", "name": "秦果"}]}), (2, {}))
            )
        )
    )
    lines = ("民情日记（2026年9月）", "第一网格    网格员：方某", "日期|走访户|内容", *rows)
    sheet = Sheet("日记", [line.split("|") for line in lines])
    plan = plan_import(ws, [Book(Path("日记.xlsx"), "xlsx", "0" * 64, (sheet,))], houses=Houses())
    return added(plan, "visits"), plan


def test_a_diary_names_several_houses_in_a_cell_and_the_day_once() -> None:
    found, plan = diary("9月3日|荷园1-101秦果家、2-201|宣传反诈", "|陈果|电话回访，灯已修好", "9.8|赵小荷|问学区")
    visits = [(each["visited_on"], each.get("target"), each["target_name"], each["grid_code"]) for each in found]
    assert sorted(visits, key=str) == [
        ("2026-09-03", "H1", "秦果", GRID_2),
        ("2026-09-03", "H2", "2-201", GRID_2),
        ("2026-09-03", None, "陈果", GRID_1),
        ("2026-09-08", None, "赵小荷", GRID_1),
    ]
    assert [each.get("mode") for each in found if each["target_name"] == "陈果"] == ["phone"]
    assert {"I195", "I196"} <= {*told(plan)}


@pytest.mark.parametrize(
    ("first", "third"),
    # Written in every row; not in order: nobody can tell what was left out.
    [("9月3日", "9月3日"), ("9月8日", "9月3日")],
)
def test_a_day_left_out_elsewhere_is_nobodys_guess(first: str, third: str) -> None:
    _, plan = diary(f"{first}|陈果|宣传反诈", "|赵小荷|问学区", f"{third}|孙青|送米")
    assert [row.status for row in plan.sources[0].rows] == ["added", "rejected", "added"]
    assert "I195" not in told(plan)


def test_a_house_that_is_not_known_leaves_the_text_as_it_is() -> None:
    found, plan = diary("9月3日|荷园1-101秦果家、9-901|宣传反诈")
    assert [each["target_name"] for each in found] == ["荷园1-101秦果家、9-901"]
    assert "I172" in told(plan)


def test_births_that_are_no_day_of_the_civil_calendar_reject_nobody() -> None:
    number = citizen("19520228", 12)
    rows = (
        f"钱多|{number}|52岁|荷塘路3号",
        "林荷||九三年十月|荷塘路5号",
        "赵安||农历1990.7.15|荷塘路7号",
        f"孙果|{citizen('19450219')}|农历1945年正月初七|荷塘路9号",
        "周小满||1991-2-30|荷塘路11号",
    )
    plan = planned("人口登记表", "姓名|身份证号|出生日期|家庭住址", *rows)
    people = [house["members"][0] for house in added(plan, "households")]
    assert [(each["name"], each.get("birth_date"), each.get("note")) for each in people] == [
        ("钱多", "1952-02-28", None),
        ("林荷", None, "出生日期: 九三年十月"),
        ("赵安", None, "出生日期: 农历1990.7.15"),
        ("孙果", "1945-02-19", "出生日期: 农历1945年正月初七"),
    ]
    assert {"I157", "I189", "S202"} <= {*told(plan)}
    assert plan.counts.rejected == 1


def test_family_beside_a_guardian_is_somebody_else() -> None:
    head = "姓名|身份证号|家庭住址|失能程度|监护人姓名|{}家属姓名|家属关系|家属电话"
    row = f"陈果|{NUMBER}|清荷路8号1栋101|半失能|{{}}陈小果|儿子|{phone(1)}"
    (both,) = added(planned("失能老人登记表", head.format("监护人关系|"), row.format("林荷|邻居|")), "special_groups")
    assert (both["guardian_name"], both["guardian_relation"], both.get("guardian_phones")) == ("林荷", "邻居", None)
    assert both["note"] == f"家属姓名: 陈小果; 家属关系: 儿子; 家属电话: {phone(1)}"
    # A column that nobody filled in names nobody.
    (alone,) = added(planned("失能老人登记表", head.format(""), row.format("|")), "special_groups")
    assert (alone["guardian_name"], alone["guardian_relation"]) == ("陈小果", "儿子")


def test_the_relation_behind_who_looks_after_somebody_is_theirs() -> None:
    plan = planned(
        "失能老人登记表",
        "姓名|身份证号|失能程度|家属|关系|现住地址",
        f"陈果|{NUMBER}|半失能|陈小果|儿子|清荷路8号1栋101",
    )
    (found,) = added(plan, "special_groups")
    assert (found["guardian_name"], found["guardian_relation"]) == ("陈小果", "儿子")
