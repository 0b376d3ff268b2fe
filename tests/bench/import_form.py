"""A workbook in the layout of the national form of registered residents (户籍人口登记表), as a platform exports it.

40 columns under a title, notes, the reporting unit and two rows of headings. The headings are the form's; people,
houses and notes are invented. Ten columns that exports leave empty are empty here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlsxwriter

from gridctl.text.citizen_id import complete

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A heading with what stands under it, after a stroke, is one of a group.
HEADINGS = (
    "姓名*", "所属网格*", "性别*", "出生日期", "身份证号码*", "户号*", "与户主关系*", "与户主关系备注", "户籍地/省*",
    "户籍地/市*", "户籍地/区县*", "民族*", "政治面貌*", "文化程度*", "婚姻状况*", "人户状态*", "是否外出*",
    "外出原因*", "外出时间*", "户籍详址", "户籍派出所", "临时居所", "曾用名", "工作单位或就读学校", "联系电话",
    "联系手机", "电子邮箱", "职业", "血型", "宗教信仰", "身高(CM)", "户口类别", "住宅电话", "家庭称号/五好家庭",
    "家庭称号/平安家庭", "外出去向/省", "外出去向/市", "外出去向/区县", "外出详址", "备注",
)  # fmt: skip
_TITLE = "户籍人口信息登记表"
_NOTES = "说明：\n1.标*的列必填。\n2.日期按年-月-日写。\n3.一份文件不超过1000行。"
_UNIT = (
    "填报单位：", "川岭省", "省*", "云州市", "市*", "青禾区", "市/县/区*", "柳溪街道", "乡镇/街道*",
    "清荷社区", "社区/村*",
)  # fmt: skip
# Rows above the data, and the two of headings among them; from nought.
ABOVE, _UPPER, _LOWER = 6, 4, 5

# Relation to the head, sex, first year of birth, education, marital status, occupation with workplace.
_FAMILY = (
    ("户主", "男", 1960, ("初中", "高中", "大专", "中专"), ("已婚",),
     (("工人", "云州市青禾机械厂"), ("个体经营", "青禾区荷叶五金店"), ("司机", "柳溪客运公司"))),
    ("妻", "女", 1962, ("高中", "大专", "本科"), ("已婚",),
     (("教师", "青禾区柳溪小学"), ("会计", "云州市荷风纺织厂"), ("护士", "柳溪街道卫生服务中心"))),
    ("母", "女", 1936, ("小学", "文盲", "初中"), ("丧偶", "已婚", "离异"), (("退休", ""), ("农民", ""))),
    ("女", "女", 1986, ("本科", "硕士研究生", "大专", "高中"), ("未婚", "已婚", "离婚", "初婚"),
     (("职员", "云州市清荷软件公司"), ("教师", "云州师范学院"), ("", ""))),
    ("孙子", "男", 2008, ("小学", "学龄前", "初中"), ("未婚",), (("学生", "青禾区柳溪小学"), ("学生", ""))),
)  # fmt: skip
_YEARS, _DATES, _ORDERS = 12, 336, 90
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈", "清荷云禾柳溪晨岚松竹"
_ETHNICITY = ("汉族", "汉族", "汉", "汉族", "彝族", "汉族", "回", "藏族", "羌族")
_POLITICAL = ("群众", "群众", "中共党员", "群众", "共青团员", "群众", "党员")
_AWAY = (("务工", "江门市", "新会区"), ("求学", "广州市", "天河区"), ("经商", "东莞市", ""))
_AWAY_EVERY = 6
_PHONES = 100_000
# One row in each hundred, not always the same, has a citizen id with a wrong check digit: both must find it.
_FAULTY_EVERY = 100


def _day(year: int, month: int, day: int, writing: int) -> str:
    return (
        f"{year}-{month:02d}-{day:02d}", f"{year}-{month}-{day}", f"{year}年{month}月{day}日", f"{year}.{month}.{day}",
        f"{year}/{month:02d}/{day:02d}", f"{year}{month:02d}{day:02d}",
    )[writing % 6]  # fmt: skip


def rows(count: int, grids: int) -> Iterator[tuple[str, ...]]:
    """So many residents, five a household, each with the form's forty cells."""
    for number in range(count):
        family, place = divmod(number, len(_FAMILY))
        relation, sex, year, education, marital, occupations = _FAMILY[place]
        occupation, workplace = occupations[family % len(occupations)]
        year, month, day = year + family // _DATES % _YEARS, family % 12 + 1, family // 12 % 28 + 1
        order = 2 * (family // (_DATES * _YEARS) % _ORDERS + _ORDERS * place) + (sex == "男")
        citizen = complete(f"513399{year}{month:02d}{day:02d}{order:03d}")
        if number % _FAULTY_EVERY == number // _FAULTY_EVERY % _FAULTY_EVERY:
            citizen = citizen[:17] + ("X" if citizen[17] == "1" else "1")
        reason, city, county = _AWAY[family % 3] if number % _AWAY_EVERY == 2 else ("", "", "")
        mobile = f"1990{number % _PHONES:07d}"
        yield (
            f"{_SURNAMES[family % 10]}{_GIVEN[number % 10]}{_GIVEN[number // 10 % 10]}",
            f"第{family % grids + 1}网格",
            sex,
            _day(year, month, day, number),
            citizen,
            f"51339900{family:08d}",
            relation,
            "",
            *_UNIT[1:7:2],
            _ETHNICITY[family % 9],
            _POLITICAL[number % 7],
            education[family % len(education)],
            marital[family % len(marital)],
            "人户分离" if family % 8 == 3 else "人户一致",
            "是" if reason else "否",
            reason,
            _day(2015 + family % 10, day % 12 + 1, month, number + 1) if reason else "",
            f"清荷路{family // 60 + 1}号{family // 12 % 5 + 1}单元{family % 12 + 101}室",
            "柳溪派出所",
            "",
            "",
            f"{workplace}{family % 240 + 1}部" if workplace else "",
            f"1990{(number + 1) % _PHONES:07d}" if number % 4 == 0 else "",
            mobile if number % 11 else f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}",
            "",
            occupation,
            *("", "", ""),
            "非农业家庭户口" if family % 3 else "农业家庭户口",
            *("", "", ""),
            "广东省" if reason else "",
            city,
            county,
            f"工业园{family % 90 + 1}号" if reason else "",
            "需上门走访" if number % 25 == 7 else "",
        )  # fmt: skip


def write_form(path: Path, count: int, grids: int) -> None:
    """Write the workbook: the form's merged cells above, all cells text."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("户籍人口登记表")
        sheet.write_string(0, 0, "1.0")
        sheet.merge_range(0, 1, 0, 12, _TITLE)
        sheet.merge_range(1, 1, 1, 12, _NOTES)
        sheet.write_row(2, 0, _UNIT)
        for col, heading in enumerate(HEADINGS):
            group, _, under = heading.partition("/")
            if not under:
                sheet.merge_range(_UPPER, col, _LOWER, col, heading)
                continue
            sheet.write_string(_LOWER, col, under)
            width = sum(each.startswith(f"{group}/") for each in HEADINGS)
            if not HEADINGS[col - 1].startswith(f"{group}/"):
                sheet.merge_range(_UPPER, col, _UPPER, col + width - 1, group)
        for number, row in enumerate(rows(count, grids), start=ABOVE):
            for col, text in enumerate(row):
                if text:
                    sheet.write_string(number, col, text)
