"""What a form says once, above its table: 家庭住址 beside an address, 走访日期：2026-07-06."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.text.normalize import label_key, nfkc
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gridctl.intake.reading.book import Cell, Sheet

# Rows about the form itself: a telephone in them is that of whoever filled it in.
_OF_THE_FORM: Final = pattern(
    r"(?:填表|填报|制表|报送|上报|采集|登记|审核|审批|统计|经办)(?:人|单位|时间|日期|电话)|单位[^::]{0,6}[::]"
)
# What is of the visits themselves in such a row, too. A telephone or a day there may be that of filling it in.
_OF_VISITS: Final = pattern(
    r"(?:走访|入户|上门|探访|巡访|回访|慰问|巡查|检查|排查)(?:人|人员|干部|时间|日期)|(?:所属|所在|责任)?网格(?:名称|编码)?|网格员(?:姓名)?"
)
# What the numbers of the table count is about neither.
_MEASURE: Final = pattern(
    r"[(]?(?:计量)?单位\s*[::]\s*(?:小?时|人次?|户|万?元|次|个|名|栋|处|件|家|平方米|㎡|分钟?)[)]?"
)
# A group of headings, or a label whose value is what it says of itself.
_OF_GROUPS: Final = pattern(r".{2,6}(?:信息|情况|资料|内容)")
# Labels that are values of other columns as well: 户主 in 与户主关系, 租户 and 店铺 in 类型.
_OF_ROLES: Final = pattern(r".*[人员长者主户东方]|店铺|物业|隐患|社区")
_BOTH: Final = pattern(r"([^::]{2,12})[::]\s*(\S.*)", re.DOTALL)
# One of several in a cell: 户主：钱多  性别：男.
_TOLD: Final = pattern(r"([^\s:,;、。]{2,12})\s*:\s*([^:]*?)(?=[\s,;]+[^\s:,;、。]{2,12}\s*:|\s*$)")


PAIR: Final = 2
"""Cells of a label with its value."""


class Stated(NamedTuple):
    """A label with the value beside it or behind its colon; where the value is, counted from 0."""

    label: str
    value: Cell
    row: int
    col: int


def told_in(text: str, is_label: Callable[[str], bool]) -> list[tuple[str, str]]:
    """The labels in a cell's text with the values behind their colons."""
    found = [(label, value.strip()) for label, value in _TOLD.findall(text) if is_label(label)]
    if len(found) < 2 and (both := _BOTH.fullmatch(text)) and is_label(both[1]):
        return [(both[1], both[2].strip())]
    return found


def stated_in(number: int, row: Sequence[Cell], is_label: Callable[[str], bool]) -> list[Stated]:
    """The labels of a row that have a value."""
    cells = [(col, cell) for col, cell in enumerate(row) if not is_empty(cell) and not _is_measure(cell)]
    of_the_form = any(_OF_THE_FORM.search(nfkc(cell_text(cell))) for _, cell in cells)
    found: list[Stated] = []
    label = ""
    for col, cell in cells:
        text = nfkc(cell_text(cell)).strip()
        if _OF_GROUPS.fullmatch(text) and not is_label(text):
            label = ""
            continue
        if told := told_in(text, is_label):
            found += [Stated(one, value, number, col) for one, value in told if value]
            # 姓名： in one cell, the name in the next.
            label = "" if told[-1][1] else told[-1][0]
        elif isinstance(cell, str) and is_label(text):
            label = text
        elif label:
            found.append(Stated(label, cell, number, col))
            label = ""
    return [each for each in found if _OF_VISITS.fullmatch(label_key(each.label))] if of_the_form else found


def _is_measure(cell: Cell) -> bool:
    return isinstance(cell, str) and _MEASURE.fullmatch(nfkc(cell).strip()) is not None


def stated_above(sheet: Sheet, first: int, is_label: Callable[[str], bool]) -> tuple[Stated, ...]:
    """What the rows above the heading row ``first`` say."""
    return tuple(each for number in range(first) for each in stated_in(number, sheet.rows[number], is_label))


def _alternates(number: int, row: Sequence[Cell], is_label: Callable[[str], bool]) -> bool:
    """Whether a row is labels with their values in turn: no more of them may lack one than do not."""
    pairs = len(stated_in(number, row, is_label))
    return pairs > 1 and pairs * 3 >= sum(not is_empty(cell) for cell in row)


def card_rows(
    sheet: Sheet, heading: int, rows: Iterable[int], stated: Iterable[Stated], is_label: Callable[[str], bool]
) -> tuple[int, ...]:
    """The rows that are no rows of a table but a form's labels with their values."""
    labels = {label_key(each.label) for each in stated}
    # The headings of a blank form may be merged down to below its last row. Of a table's, a few nobody knows.
    alternating = any(_alternates(heading, row, is_label) for row in sheet.rows[heading : heading + 1])
    found = []
    for number in rows:
        row = sheet.rows[number]
        head = next((cell for cell in row if not is_empty(cell)), "")
        if not isinstance(head, str) or not (is_label(head) or _BOTH.fullmatch(nfkc(head).strip())):
            continue
        pairs = stated_in(number, row, is_label)
        if all(_OF_ROLES.fullmatch(label_key(each.label)) for each in pairs):
            continue
        # 备注 and what it says, below the table of a card.
        alone = len(pairs) == 1 and len(labels) > 1 and sum(not is_empty(cell) for cell in row) <= PAIR
        if len(pairs) > 1 or (pairs and (alternating or alone or label_key(pairs[0].label) in labels)):
            found.append(number)
    return tuple(found)
