"""The workbook of the import benchmarks: invented people, one row a person, 12 columns, cells as people type them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlsxwriter

from gridctl.text.citizen_id import complete

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADINGS = (
    "房屋编码*", "所属网格*", "房屋地址*", "居住状态*", "户号", "姓名*", "与户主关系*", "身份证号*", "性别*",
    "出生日期*", "联系电话", "民族",
)  # fmt: skip
GRIDS = 40
COMMUNITY = "513399001002"
_FAMILY = (("户主", "男", 1955), ("妻", "女", 1958), ("子", "男", 1985))
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈", "清荷云禾柳溪晨岚松竹"
# One row in a hundred has a citizen id with a wrong check digit: both contenders must find it.
_FAULTY_EVERY = 100


def grid_code(number: int) -> str:
    return f"{COMMUNITY}{number % GRIDS + 1:03d}"


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """So many people, three a household; dates, phones and widths are written in several ways."""
    for number in range(count):
        house, place = divmod(number, len(_FAMILY))
        relation, sex, year = _FAMILY[place]
        month, day = number % 12 + 1, number // 12 % 28 + 1
        birth_year = year + number // 336 % 20
        # Odd for men: a sex that is not the number's would be told of every second person.
        order = 2 * (number // 6720 % 500) + (sex == "男")
        citizen = complete(f"513399{birth_year}{month:02d}{day:02d}{order:03d}")
        if number % _FAULTY_EVERY == _FAULTY_EVERY - 1:
            citizen = citizen[:17] + ("X" if citizen[17] == "1" else "1")
        born = (
            f"{birth_year}-{month:02d}-{day:02d}" if number % 3 else f"{birth_year}年{month}月{day}日",
            f"{birth_year}.{month}.{day}",
        )[number % 7 == 0]
        phone = f"1990{number % 10_000_000:07d}" if number % 10_000_000 < 100_000 else ""
        yield (
            f"{grid_code(house)}{house:010d}",
            grid_code(house),
            f"清荷路{house // 60 + 1}号{house // 12 % 5 + 1}单元{house % 12 + 101}室",
            "自住" if house % 5 else "出租",
            f"51339900{house:08d}",
            f"{_SURNAMES[house % 10]}{_GIVEN[number % 10]}{_GIVEN[number // 10 % 10]}",
            relation,
            citizen,
            sex,
            born,
            phone,
            "汉族" if number % 9 else "彝",
        )  # fmt: skip


def write_book(path: Path, count: int) -> None:
    """Write the workbook as a platform exports it: a title, a heading row, all cells text."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("人员")
        sheet.write_string(0, 0, "清荷社区实有人口登记表")
        sheet.write_row(1, 0, HEADINGS)
        for number, row in enumerate(rows(count), start=2):
            for col, text in enumerate(row):
                if text:
                    sheet.write_string(number, col, text)
