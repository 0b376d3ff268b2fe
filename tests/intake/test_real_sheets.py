"""Sheets as community clerks make them up, with invented people: the ledger, the unknown columns, what is taken."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from intake_sheets import GRID_1, added, citizen, phone, write_xlsx
from test_intake_property import Memory

from gridctl.findings.message import message
from gridctl.intake.cells.manners import plain_date, plain_number, ticked, year_of_partial
from gridctl.intake.plan import plan_import

A, B, C, D = citizen("19580312", 11), citizen("19600405", 22), citizen("19900607", 31), citizen("20150708", 42)

# title, headings and rows with | between the cells; the ledger, and how many rows are added.
SHEETS: dict[str, tuple[str, list[str], str, int]] = {
    "户籍人口花名册": (
        "序号|户主|姓名|与户主关系|性别|公民身份证号|民族|最高学历|婚否|政治身份|户口所在地|现居住地址|本人电话|备注",
        [
            f"1|陈果|陈果|户主|男|{A}|汉|初中|已|群众|川岭省云州市|清荷路8号1栋101|{phone(1)}|",
            f"2|陈果|赵小荷|之妻|女|{B}|汉|小学|已|群众|川岭省云州市|清荷路8号1栋101|{phone(2)}|",
            f"3|陈果|陈小果|儿|男|{C}|汉族|大专学历|未|共青团|川岭省云州市|清荷路8号1栋101||在外地",
        ],
        "households",
        3,
    ),
    "流动人口登记表": (
        "序号|姓名|性别|身份证号码|户籍地详细地址|现居住地址|房东姓名|房东电话|来本地时间|暂住事由|工作单位|联系号码",
        [
            f"1|林安|男|{C}|远山省平川县东街3号|荷塘路2号3栋201|钱荷|{phone(3)}|2025年3月1日|打工就业|清荷超市|{phone(4)}",
            f"2|何宁|女|{B}|远山省平川县东街5号|荷塘路2号3栋202|钱荷|{phone(3)}|2025.4|带孩子上学|无|{phone(5)}",
        ],
        "households",
        2,
    ),
    "出租房屋登记表": (
        "序号|出租房屋地址|房主|房主身份证号|房主手机号|租客姓名|租客身份证号|租客电话|租住人数|月租金|起租时间|是否签订租赁合同|存在隐患",
        [
            f"1|荷塘路2号3栋201|钱荷|{A}|{phone(3)}|林安|{C}|{phone(4)}|2人|800元|2025-3-1|是|未发现",
            f"2|荷塘路2号3栋301|孙青|{B}|{phone(6)}|何宁|{D}|{phone(5)}|3|900|2025/5/1|否|飞线充电",
        ],
        "households",
        2,
    ),
    "空置房台账": (
        "序号|房屋地址|业主姓名|业主电话|房屋面积|空置原因|空置时间|备注",
        [
            f"1|柳岸花园3栋1单元101|周全|{phone(7)}|约80|外地工作|2年|",
            f"2|柳岸花园3栋1单元102|吴越|{phone(8)}|95.5㎡|待售|半年|钥匙在物业",
        ],
        "households",
        2,
    ),
    "商铺台账": (
        "编号|店铺名称|店铺位置|老板|老板电话|经营项目|面积(㎡)|从业人数|房东|房东电话|有无营业执照",
        [
            f"1|老陈面馆|清荷路12号|陈老五|{phone(9)}|面食|60|2人|钱荷|{phone(3)}|有",
            f"2|何姐超市|清荷路14号|何姐|{phone(10)}|日用品|约80|3个|钱荷|{phone(3)}|有",
        ],
        "businesses",
        2,
    ),
    "九小场所消防台账": (
        "序号|场所名称|场所类别|详细地址|经营者|联系电话|经营面积|灭火器(个)|疏散通道|有无住人|是否使用燃气|存在问题|检查时间|整改情况",
        [
            f"1|老陈面馆|小餐饮|清荷路12号|陈老五|{phone(9)}|60|2|畅通|无|是|无隐患|2026.7.1|",
            f"2|小荷理发|小美容洗浴|清荷路16号|赵小荷|{phone(2)}|30|1|畅通|有|否|通道堆物|2026.7.1|已整改",
        ],
        "businesses",
        2,
    ),
    "企业信息表": (
        "序号|企业名称|统一信用代码|企业性质|行业分类|注册地址|经营地址|法定代表人|法人手机|员工总数|成立时间|党员数量",
        [
            f"1|清荷软件公司||民营企业|软件开发|荷塘路1号|荷塘路1号2楼|孙青|{phone(6)}|12人|2020-05-01|3",
            f"2|柳岸物业公司||国企|物业管理|荷塘路3号|荷塘路3号|周全|{phone(7)}|30|2015年6月|5",
        ],
        "businesses",
        2,
    ),
    "个体工商户花名册": (
        "序号|字号|经营人|经营人身份证号|经营人电话|经营行业|经营地点|主体类别|备注",
        [
            f"1|老陈面馆|陈老五|{A}|{phone(9)}|餐饮|清荷路12号|个体户|",
            f"2|何姐超市|何姐|{B}|{phone(10)}|零售|清荷路14号|个体工商户|",
        ],
        "businesses",
        2,
    ),
    "80岁以上高龄津贴花名册": (
        "序号|老人姓名|性别|年龄|身份证号|家庭地址|与谁居住|健康情况|紧急联系人|与老人关系|紧急联系人电话|津贴标准|银行账号",
        [
            f"1|陈果|男|88|{citizen('19380312')}|清荷路8号1栋101|与老伴同住|良好|陈小果|父子|{phone(1)}|100元|6200",
            f"2|赵云|女|91|{citizen('19350506', 20)}|清荷路8号1栋102|一个人住|高血压|何宁|母女|{phone(5)}|200元|6201",
        ],
        "special_groups",
        2,
    ),
    "残疾人台账": (
        "序号|姓名|性别|身份证号码|残疾证号|残疾类别|残疾级别|家庭住址|监护人|监护人电话|能否自理",
        [
            f"1|周全|男|{A}|{A}43|肢残|3级|荷塘路2号1栋101|吴越|{phone(8)}|能",
            f"2|吴越|女|{B}|{B}11|视力|壹级|荷塘路2号1栋102|周全|{phone(7)}|不能自理",
        ],
        "special_groups",
        2,
    ),
    "低保特困人员花名册": (
        "序号|户主姓名|身份证号码|救助类型|保障人数|低保金额|致困原因|家庭住址|联系电话|评定时间",
        [
            f"1|孙青|{A}|城市低保|2|600元|因病|荷塘路2号1栋201|{phone(6)}|2024-01-01",
            f"2|钱荷|{B}|分散供养|1|900元|无劳动能力|荷塘路2号1栋202|{phone(3)}|2024年2月",
        ],
        "special_groups",
        2,
    ),
    "独居空巢老人台账": (
        "序号|姓名|身份证号|类型|居住地址|本人电话|子女姓名|子女电话|包保人|包保人电话|慢性病",
        [
            f"1|赵云|{A}|独居|清荷路8号1栋102|{phone(11)}|何宁|{phone(5)}|钱荷|{phone(3)}|高血压",
            f"2|陈果|{B}|空巢|清荷路8号1栋101|{phone(1)}|陈小果|{phone(2)}|钱荷|{phone(3)}|无",
        ],
        "special_groups",
        2,
    ),
    "留守儿童登记表": (
        "序号|儿童姓名|性别|儿童身份证号|就读学校|年级|父母务工地|监护人姓名|与儿童关系|监护人联系电话|家庭详细住址",
        [
            f"1|何小宁|女|{D}|清荷小学|五年级|外省|何大伯|祖孙|{phone(12)}|荷塘路2号3栋202",
            f"2|林小安|女|{citizen('20160102', 44)}|清荷小学|四年级|外省|林奶奶|祖孙|{phone(13)}|荷塘路2号3栋201",
        ],
        "special_groups",
        2,
    ),
    "退役军人信息表": (
        "序号|姓名|身份证号|政治面貌|入伍时间|退役时间|安置方式|优待证号|现居住地址|手机号|就业情况",
        [
            f"1|周全|{C}|党员|2008.12|2013.12|自主就业|5101|柳岸花园1栋101|{phone(7)}|务工",
            f"2|孙青|{A}|中共党员|1976年3月|1980年1月|转业|5102|柳岸花园1栋102|{phone(6)}|退休",
        ],
        "special_groups",
        2,
    ),
    "志愿者": (
        "队伍|姓名|电话|出生年月|特长|是否党员|家庭住址|入队时间",
        [
            f"红马甲|孙小梅|{phone(14)}|1990.5|理发、量血压|是|清荷路8号|2024-03-01",
            f"红马甲|周 全|{phone(15)}|98年3月|无|否|荷塘路2号|2025年1月",
        ],
        "volunteers",
        2,
    ),
    "志愿服务时长表": (
        "序号|志愿者姓名|所属志愿队|活动名称|活动时间|活动地点|服务小时数|证明人",
        [
            "1|孙小梅|红马甲|清扫楼道|2026年7月6日上午|柳岸花园|2小时|钱荷",
            "2|周全|红马甲|义诊|2026-07-07（周二）|社区广场|2.5h|钱荷",
        ],
        "volunteers",
        2,
    ),
    "民情日记走访记录表": (
        "序号|时间|走访人|走访户|家庭住址|联系电话|走访内容|反映问题|处理情况|走访形式|天气",
        [
            f"1|2026.7.6|赵青|陈果|清荷路8号1栋101|{phone(1)}|了解近况|楼道灯坏|已报物业|入户|晴",
            f"2|2026.7.7|赵青|赵云|清荷路8号1栋102|{phone(11)}|送药|无|无|打电话|雨",
        ],
        "visits",
        2,
    ),
    "党员走访联系群众台账": (
        "序号|走访党员|走访群众|走访日期|走访目的|群众需求|困难问题|解决措施|群众签字",
        [
            "1|钱荷|周全|2026年7月8日|日常|加装扶手|无|已上报|周全",
            "2|钱荷|孙青|2026年7月9日|定期走访|无|无|无|孙青",
        ],
        "visits",
        2,
    ),
    "网格员花名册": (
        "序号|网格名称|姓名|性别|年龄|政治面貌|学历|联系方式|人员类别|上岗时间|责任区域",
        [
            f"1|第一网格|赵青|女|35|党员|大专|{phone(16)}|专职|2023-01-01|1-5栋",
            f"2|第一网格|钱荷|女|40|群众|高中|{phone(3)}|网格员|2022年5月|6-9栋",
        ],
        "staff",
        2,
    ),
    "网格划分表": (
        "序号|网格编号|网格名称|网格级别|网格类型|四至|户数|人口数|网格长姓名|网格长电话|专职网格员",
        [
            f"1|513399001002003|第三网格|一级网格|基础网格|东至清荷路|320|900|赵青|{phone(16)}|钱荷",
            f"2|513399001002004|第四网格|一级网格|基础网格|西至荷塘路|约350户|1000|赵青|{phone(16)}|孙青",
        ],
        "grids",
        2,
    ),
    "楼栋长名单": (
        "序号|楼栋编码|小区|楼栋号|单元数|层数|户数|建成年代|有无电梯|楼长|楼长电话|性别",
        [
            f"1|L01|柳岸花园|1栋|3个|6层|36户|1998年|无|周全|{phone(7)}|男",
            f"2|L02|柳岸花园|2栋|2|18|72|2012|有|吴越|{phone(8)}|女",
        ],
        "buildings",
        2,
    ),
    "3号楼住户登记表": (
        "序号|房屋地址|姓名|与户主关系|身份证号*|联系方式（手机）|是否租住|专业备注",
        [
            f"1|柳岸花园3栋2单元501|林晚秋|本人|{C}| 199 0000 1234|否|",
            f"2|柳岸花园3栋2单元501|陈小川|之夫|{A}|同上||",
            f"3|柳岸花园3栋2单元502|赵大鹏|业主|{B}|{phone(17)}|租|",
        ],
        "households",
        3,
    ),
    "租户信息表": (
        "序号|租住地址|租户|租户身份证号|租户电话|与户主关系|☑自住出租|入住时间",
        [
            f"1|荷塘路2号3栋201|林安|{C}|{phone(4)}|户主||2025.3.1",
            f"2|荷塘路2号3栋201|何宁|{B}|{phone(5)}|合租||25年4月",
        ],
        "households",
        2,
    ),
    "住户情况摸底表": (
        "住房地址|住户姓名|身份证件号|男/女|出生|居住情况|人员类别|婚姻情况|户内关系|常用电话",
        [
            f"清荷路8号2栋101|周全|{A}|☑男 □女|58.3.12|■自住 □出租|户籍人口|已婚|户主|{phone(7)}",
            f"清荷路8号2栋101|吴越|{B}|□男 ☑女|1960年4月|■自住 □出租|户籍人口|已婚|老婆|{phone(8)}",
        ],
        "households",
        2,
    ),
    "困难群众探访台账": (
        "序号|探访日期|探访人|慰问对象|居住地址|探访方式|探访情况|存在困难|是否解决",
        [
            "1|2026-07-10|赵青|孙青|荷塘路2号1栋201|上门|身体尚可|买药难|是",
            "2|2026-07-10|赵青|钱荷|荷塘路2号1栋202|敲门无人|留便条|无|否",
        ],
        "visits",
        2,
    ),
}
UNKNOWN = {"3号楼住户登记表": ["专业备注"], "租户信息表": ["☑自住出租"]}


def planned(title: str, folder: Path) -> Any:
    headings, rows, *_ = SHEETS[title]
    table = [[title], headings.split("|"), *(row.split("|") for row in rows)]
    return plan_import(Memory(), [write_xlsx(folder / "表.xlsx", table)], grid=GRID_1)


@pytest.mark.parametrize("title", SHEETS)
def test_a_real_sheet(title: str, tmp_path: Path) -> None:
    *_, ledger, count = SHEETS[title]
    plan = planned(title, tmp_path)
    (source,) = plan.sources
    told = [message(each, "zh") for each in plan.findings if each.severity.name == "ERROR"]
    assert (source.ledger, source.counts.added, told) == (ledger, count, [])
    assert [each.heading for each in source.heading.unknown] == UNKNOWN.get(title, [])


@pytest.fixture(scope="module")
def outcomes() -> dict[str, list[dict[str, Any]]]:
    """What a few of the sheets add."""
    wanted = ("志愿者", "住户情况摸底表", "80岁以上高龄津贴花名册", "网格员花名册", "空置房台账", "3号楼住户登记表")
    with tempfile.TemporaryDirectory() as folder:
        return {title: added(planned(title, Path(folder)), SHEETS[title][2]) for title in wanted}


def test_unknown_values_of_optional_fields_stay_in_the_note(outcomes: dict[str, list[dict[str, Any]]]) -> None:
    plum, whole = outcomes["志愿者"]
    assert plum["skills"] == ["first_aid"]
    assert "特长: 理发" in plum["note"]
    assert "出生年月: 1990.5" in plum["note"]
    assert (plum["birth_year"], whole["birth_year"]) == (1990, 1998)
    assert "入队时间: 2025年1月" in whole["note"]


def test_ticks_short_years_and_months_beside_a_number(outcomes: dict[str, list[dict[str, Any]]]) -> None:
    (house,) = outcomes["住户情况摸底表"]
    assert house["occupancy"] == "owner_occupied"
    first, second = house["members"]
    assert (first["sex"], first["birth_date"], first["kind"]) == ("male", "1958-03-12", "registered")
    assert (second["sex"], second["birth_date"], second["relation"]) == ("female", "1960-04-05", "wife")
    assert "note" not in second


def test_age_and_account_are_not_kept_beside_a_number(outcomes: dict[str, list[dict[str, Any]]]) -> None:
    for each in outcomes["80岁以上高龄津贴花名册"]:
        assert each["category"] == "advanced_age"
        assert "年龄" not in each["note"]
        assert "6200" not in str(each)
    assert "健康情况: 高血压" in outcomes["80岁以上高龄津贴花名册"][1]["note"]


def test_true_but_inexact_words_leave_a_required_field_blank(outcomes: dict[str, list[dict[str, Any]]]) -> None:
    first, second = outcomes["网格员花名册"]
    assert first["role"] == "full_time"
    assert "role" not in second
    assert "人员类别: 网格员" in second["note"]
    assert "relation" not in outcomes["3号楼住户登记表"][1]["members"][0]


def test_rough_numbers(outcomes: dict[str, list[dict[str, Any]]]) -> None:
    assert [each["area_m2"] for each in outcomes["空置房台账"]] == [80, 95.5]
    assert all(each["occupancy"] == "vacant" for each in outcomes["空置房台账"])


def test_sensitive_words_are_left_out_and_told(tmp_path: Path) -> None:
    rows = [["房屋地址", "姓名", "与户主关系", "健康状况"], ["清荷路1号", "周全", "户主", "糖尿病"]]
    plan = plan_import(Memory(), [write_xlsx(tmp_path / "户.xlsx", rows)], ledger="households", grid=GRID_1)
    assert "I158" in [each.code for each in plan.findings]
    assert "糖尿病" not in str(plan.changes)
    assert plan.counts.added == 1


def test_a_field_of_the_resident_has_its_label(tmp_path: Path) -> None:
    rows = [["姓名", "所属队伍", "电话", "出生日期"], ["周全", "红马甲", phone(7), "1980-13-1"]]
    plan = plan_import(Memory(), [write_xlsx(tmp_path / "志.xlsx", rows)], ledger="volunteers", grid=GRID_1)
    (told,) = [message(each, "zh") for each in plan.findings if each.code == "S202"]
    assert told.startswith("居民 · 出生日期")


@pytest.mark.parametrize(
    ("text", "number"),
    [("约80", "80"), ("大约80平", "80平"), ("10人左右", "10"), ("2.5h", "2.5"), ("5口人", "5"), ("很大", "很大")],
)
def test_numbers_as_meant(text: str, number: str) -> None:
    assert plain_number(text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("85.3.12", "1985-3-12"), ("85年3月12日生", "1985-3-12"), ("850312", "1985-03-12"), ("20.3.12", "20.3.12"),
        ("28年3月12日", "28年3月12日"), ("2026-7-1 上午", "2026-7-1"), ("2026.7.1 9:00-11:30", "2026.7.1"),
        ("1958年3月2日。", "1958年3月2日"), ("农历58年三月初二", "农历58年三月初二"), ("199005", "199005"),
    ],
)  # fmt: skip
def test_births_as_meant(text: str, day: str) -> None:
    assert plain_date(text, birth=True) == day


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1990.5", 1990),
        ("1990年", 1990),
        ("98年3月", 1998),
        ("20年3月", 0),
        ("199005", 1990),
        ("1990.5.6", None),
        ("九三年十月", 1993),
        ("一九九三年", 1993),
        ("约1990年", 1990),
        ("三月五日", None),
    ],
)
def test_dates_without_a_day(text: str, year: int | None) -> None:
    assert year_of_partial(text) == year


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("☑是 □否", "是"),
        ("是☑ 否□", "是"),
        ("□是 □否", ""),
        ("■火灾 ☑治安 □其他", "火灾、治安"),
        ("√", None),
        ("是", None),
    ],
)
def test_ticked_boxes(text: str, choice: str | None) -> None:
    assert ticked(text) == choice
