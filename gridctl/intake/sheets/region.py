"""Where things are on a sheet: title, reporting unit, heading rows, data rows, and the rows that are neither."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from gridctl.intake.columns.heading import Heading
from gridctl.intake.dictionary.words import COUNTING
from gridctl.intake.reading.book import Cell, Sheet, cell_text, is_empty
from gridctl.intake.sheets.stated import Stated, card_rows, stated_above
from gridctl.text.normalize import label_key, nfkc, squash
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_SEARCHED_ROWS: Final = 60
_MAX_HEADING_ROWS: Final = 4
# As many labels and nothing else are the headings, whatever is below.
_SURE: Final = 6
_TITLE_LENGTH: Final = 60
# Columns more than the first that a cell is merged over.
_WIDE: Final = 2
_UNIT = pattern(r"(?:填报|填表|报送|上报|采集|制表)?(?:单位|社区|网格|街道)[^::]{0,6}[::]")
_TOTALS = pattern(
    r"(?:本页|本表|以上)?(?:合计|总计|小计|共计|累计)|\S{1,12}(?:合计|总计|小计)[::]?$|(?:grand|sub)?-?totals?[::]?$",
    re.IGNORECASE,
)
# Said in a row of its own: 本月共走访3户.
_COUNTED = pattern(
    r"(?:(?:本|全|以上|截[至止]|共|合|总|累)\S{0,12}?)?(?:共|计)\S{0,12}?\d+(?:户|人|次|条|家|栋|个|名|处|件|元)"
    r"|(?:应到|实到|到会|参会|参加|签到|出席)\S{0,8}?\d+[人名]"
)
_SIGNATURE = pattern(
    r"(?:填表|填报|制表|审核|审批|复核|经办|统计|报送|采集|登记|联系|打印|导出)(?:人|单位|负责人|日期|时间|电话)[^::]{0,6}[::]"
    r"|(?:单位|社区|部门|分管|主要)?(?:负责人|领导)(?:\(?签[字名章]\)?)?[::]|(?:负责人|领导|本人)?\(?签[字名章]\)?[::]|(?:单位)?[((]?(?:盖章|公章)"
    r"|[^::]{0,12}[((]?签[字名章][))]?[::]|\D{0,12}年月日$|[^::]{0,12}[((]盖章[))]"
    r"|(?:备?注|说明|填表说明|填写说明|注意事项)[::\d]|第\d+页|日期[::]"
    r"|(?:填表|填报|制表|统计|报送|登记|打印|导出)(?:人|单位|日期|时间|电话)$"
    r"|(?:审批|审核|审定|复核|核对|校对|制表|填表|填报|批准|经办|会签|主任|书记|出纳|会计)[::]"
)
# Alone in a row, who wrote or read the sheet: 清册核对人：周芳, 网格长审阅：.
_BY_WHOM = pattern(
    r"\S{0,10}(?:人|员|长|领导|单位|部门|科室|社区|街道|派出所|电话|日期|时间|审阅|审核|审批|审定|意见|复核|核对|校对|制表|监制|签收|老师|民警|医生|主任|书记|干事|干部|护士|专干|公章|盖章|会计|出纳)"
    r"(?:\([^()]{1,6}\))?[::]\S{0,30}"
)
# Alone in a row, that nothing follows, or who may see the sheet: 以下空白, *** 内部资料 ***.
_CLOSING = pattern(
    r"(?:本页)?以下(?:为|均为|无)?(?:空白|内容|正文)?|[*※★☆=-]{2,}\S*|内部(?:资料|文件|使用)\S*|(?:请勿|严禁)外[传泄]\S*"
)
# Alone in a row, that there is nothing to list: 本月无, 无新增, 暂无此类人员, 零报告.
_NOTHING = pattern(
    r"[((]?(?:(?:本|当|该|上)(?:年度?|季度?|月份?|周|期|次|网格|社区|村|辖区|表|项)|辖区内?|目前|截[至止]\S{1,12}?)*"
    r"(?:均|都|暂时?|尚)*(?:没有|未有|零|无)有?"
    r"(?:新增|变动|变化|变更|异动|增减|发生|发现|上报|报告|登记|此|该|这|相关|类|项|的|人员?|对象|情况|情形|内容|数据|记录|信息|业务|事项|住?户)*"
    r"[))]?[。.!]?"
)
# How to fill in a column, said below its heading: 最多100字, 18位, 见说明3, 01高02中03低.
_HINT = pattern(
    r"(?:必填|选填|非必填|可选|可不填|下拉|请|参?见|如[::]|例|填|格式|最多|不超过|限\d|按.{1,8}填)\S*|\d{1,2}位\S*|\S{1,3}[/／]\S{1,3}(?:[/／]\S{1,3})*"
    r"|\S*(?:填写|选择|格式|必填|选填|字以内|个字|下拉|(?i:yyyy)\S*)|(?:\d{1,2}[.、]?[\u4e00-\u9fff]{1,8}){2,}"
)
# As programs name their fields: XM, id_card, birthDate.
_FIELD_NAME = pattern(r"[A-Za-z][A-Za-z0-9_.]{0,40}")
# A heading above the choices to tick.
_REMARKS = pattern(r"备注|附注|说明|其他(?:情况|说明)?")
_TICKED = pattern(r"打?[√✓]|打[勾钩]|勾选|划[√✓]")
_EXAMPLE = pattern(r"[((【]?(?:示?例|样例|范例|填写(?:示例|样例|说明))(?:[::)】)]|$)")
# How one of the words above may begin.
_BEGINNINGS = frozenset("STst以上本合总小共累填报制审复经统采登联单社部分主负领签盖公备注说第日示例样范书网居村镇街走")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_SPACES = pattern(r"\s+")

SkipReason = Literal[
    "totals", "signature", "heading", "title", "numbers", "example", "banner", "blank", "nothing", "section"
]


@dataclass(frozen=True, slots=True)
class Region:
    """The parts of a sheet; rows are counted from 0.

    ``heading_rows`` is the first and last heading row; ``data`` the rows to import; ``skipped`` rows below the heading
    that are not data, with why. ``title`` and ``unit`` are texts from above the heading, ``stated`` what is said there
    for all rows; ``cards`` are data rows that are none, but labels beside their values. ``above`` are the short texts
    above the heading. ``lone`` are data rows with one text where no record would say anything alone.
    """

    title: str
    unit: str
    heading_rows: tuple[int, int]
    headings: tuple[Heading, ...]
    data: tuple[int, ...]
    skipped: tuple[tuple[int, SkipReason], ...]
    stated: tuple[Stated, ...] = ()
    cards: tuple[int, ...] = ()
    above: tuple[str, ...] = ()
    lone: tuple[int, ...] = ()


def find_region(sheet: Sheet, is_label: Callable[[str], bool]) -> Region | None:
    """Find the heading rows of a sheet by the labels in them; None if no row has two that ``is_label`` knows."""
    main = _main_row(sheet, is_label)
    if main is None:
        return None
    first = _first_heading_row(sheet, main, is_label)
    last = _last_heading_row(sheet, main, is_label)
    headings = tuple(_headings(sheet, first, last))
    above = [text for row in sheet.rows[:first] for text in map(cell_text, row) if text.strip()]
    data, skipped, lone = _data_rows(sheet, first, last, headings, {_compact(text) for text in above})
    if data[:1] == [last + 1] and _translated(sheet.rows[last + 1], sheet.rows[main], is_label):
        skipped.insert(0, (data.pop(0), "heading"))
    stated = stated_above(sheet, first, is_label)
    # A form of cards shows it soon; reading every row of a long table for it would cost more than all else.
    cards = card_rows(sheet, last, data[:_SEARCHED_ROWS], stated, is_label)
    return Region(
        _title(sheet, first),
        _unit(sheet, first),
        (first, last),
        headings,
        tuple(data),
        tuple(skipped),
        stated,
        cards,
        tuple(text for text in above if len(text) <= _TITLE_LENGTH),
        tuple(lone),
    )


def without_rows(region: Region, rows: Collection[int], reason: SkipReason = "banner") -> Region:
    """The region with some data rows as rows that only name what is below them."""
    data = tuple(row for row in region.data if row not in rows)
    return replace(region, data=data, skipped=tuple(sorted({*region.skipped, *((row, reason) for row in rows)})))


def _main_row(sheet: Sheet, is_label: Callable[[str], bool]) -> int | None:
    best, best_score = None, 1
    searched = 0
    for number, row in enumerate(sheet.rows):
        texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        searched += bool(texts) or any(row)
        if searched > _SEARCHED_ROWS:
            break
        score = sum(is_label(text) for text in texts)
        filled = sum(not is_empty(cell) for cell in row)
        if score > best_score and score * 4 >= filled - (_days_in(texts) if score * 4 < filled else 0):
            best, best_score = number, score
            if score == filled >= _SURE:
                break
    return best


def _days_in(texts: list[str]) -> int:
    """How many texts are days: a list of volunteers may have a column for each."""
    from gridctl.intake.columns.dated import says_day

    return sum(map(says_day, texts))


def _first_heading_row(sheet: Sheet, main: int, is_label: Callable[[str], bool]) -> int:
    """Go up while the row above holds headings of groups: merged across some columns, or down into the main row."""
    first = main
    width = len([cell for cell in sheet.rows[main] if not is_empty(cell)])
    while first > 0 and main - first < _MAX_HEADING_ROWS - 1:
        above = first - 1
        texts = [cell_text(cell) for cell in sheet.rows[above] if not is_empty(cell)]
        if not texts or any(_UNIT.match(_compact(text)) or len(text) > _TITLE_LENGTH for text in texts):
            break
        down = any(m.top == above and m.bottom >= first for m in sheet.merges)
        across = [m for m in sheet.merges if m.top == m.bottom == above and m.right > m.left]
        groups = len(texts) >= 2 and any(m.right - m.left + 1 < width for m in across)
        # Files without merges: two texts or more that stand over a row with repeated headings.
        plain = not sheet.merges and len(texts) >= 2 and _repeats(sheet.rows[main]) and not any("*" in t for t in texts)
        if not (down or groups or plain):
            break
        if not down and sum(map(is_label, texts)) == 0 and len(texts) < 2:
            break
        first = above
    return first


def _repeats(row: list[Cell]) -> bool:
    keys = [label_key(cell) for cell in row if isinstance(cell, str) and cell.strip()]
    return any(count > 1 for count in Counter(keys).values())


def _last_heading_row(sheet: Sheet, main: int, is_label: Callable[[str], bool]) -> int:
    last = max((m.bottom for m in sheet.merges if m.top == main and m.bottom <= main + 2), default=main)
    if last > main:
        # A blank form keeps its merges when somebody types into the lower half of them.
        below = [row for row in range(main + 1, last + 1) if _is_data_like(sheet, main, row)]
        return min(below, default=last + 1) - 1
    below_row = main + 1
    if below_row < len(sheet.rows) and _is_sub_heading(sheet, main, below_row, is_label):
        return below_row
    return main


def _is_data_like(sheet: Sheet, main: int, row: int) -> bool:
    """Whether a row under vertically merged headings is filled where a heading already stands above it."""
    covered = [m.left for m in sheet.merges if m.top <= main and m.bottom >= row]
    return sum(not is_empty(sheet.value(row, col)) for col in covered) > 0


def _is_sub_heading(sheet: Sheet, main: int, row: int, is_label: Callable[[str], bool]) -> bool:
    """Whether a row below the headings only divides columns whose heading spans several."""
    cells = [(col, cell) for col, cell in enumerate(sheet.rows[row]) if not is_empty(cell)]
    if not cells or any(not isinstance(cell, str) or len(cell) > 15 or re.search(r"\d{3}", cell) for _, cell in cells):
        return False
    if all(re.search(r"\d", cell_text(sheet.value(main, col))) for col, _ in cells):
        # What was done on each of some days.
        return _days_in([cell_text(sheet.value(main, col)) for col, _ in cells]) == len(cells)
    under_blank = [col for col, _ in cells if is_empty(sheet.value(main, col))]
    under_span = [col for col, _ in cells if col not in under_blank and is_empty(sheet.value(main, col + 1))]
    if len(under_blank) + len(under_span) < len(cells) or not under_blank:
        return False
    labels = sum(
        is_label(str(cell))
        or "*" in str(cell)
        or _TICKED.search(over := _over(sheet, main, col)) is not None
        or is_label(over + str(cell))
        for col, cell in cells
    )
    return labels * 2 >= len(cells)


def _over(sheet: Sheet, main: int, col: int) -> str:
    while col >= 0 and is_empty(sheet.value(main, col)):
        col -= 1
    return cell_text(sheet.value(main, col))


def _headings(sheet: Sheet, first: int, last: int) -> Iterator[Heading]:
    width = max((len(row) for row in sheet.rows[first : last + 1]), default=0)
    grid = [[cell_text(sheet.value(row, col)) for col in range(width)] for row in range(first, last + 1)]
    across_known = False
    for merge in sheet.merges:
        if merge.bottom < first or merge.top > last:
            continue
        text = cell_text(sheet.value(merge.top, merge.left))
        across_known |= merge.right > merge.left
        for row in range(max(merge.top, first), min(merge.bottom, last) + 1):
            for col in range(merge.left, min(merge.right, width - 1) + 1):
                grid[row - first][col] = text
    if not across_known and last > first:
        _spread(grid)
    for col in range(width):
        texts: list[str] = []
        for line in grid:
            text = line[col].strip()
            if text and (not texts or texts[-1] != text):
                texts.append(text)
        if texts:
            yield Heading(col, tuple(texts))


def _spread(grid: list[list[str]]) -> None:
    """Without merges, a heading goes on to the right over blank cells that have a sub-heading below."""
    for upper, lower in itertools.pairwise(grid):
        current = ""
        for col, text in enumerate(upper):
            if text.strip():
                current = text
            elif lower[col].strip():
                upper[col] = current


def _title(sheet: Sheet, first: int) -> str:
    for row in sheet.rows[:first]:
        for cell in row:
            if not isinstance(cell, str):
                continue
            text = squash(cell)
            if 3 <= len(text) <= _TITLE_LENGTH and any(map(str.isalpha, text)) and not _UNIT.match(_compact(text)):
                return text
    return ""


def _unit(sheet: Sheet, first: int) -> str:
    """The reporting unit row as one text, without the marks of a blank form (省*, 市*)."""
    for row in sheet.rows[:first]:
        texts = [squash(cell_text(cell)) for cell in row if not is_empty(cell)]
        if texts and _UNIT.match(_compact(texts[0])) and "\n" not in cell_text(texts[0]):
            return " ".join(text for text in texts if not text.endswith(("*", "＊")))
    return ""


def _data_rows(
    sheet: Sheet, first: int, last: int, headings: tuple[Heading, ...], above: set[str]
) -> tuple[list[int], list[tuple[int, SkipReason]], list[int]]:
    data: list[int] = []
    skipped: list[tuple[int, SkipReason]] = []
    lone: list[int] = []
    heading_texts = [
        {col: _compact(cell_text(cell)) for col, cell in enumerate(row) if not is_empty(cell)}
        for row in sheet.rows[first : last + 1]
    ]
    serials = {each.col for each in headings if label_key(each.texts[-1]) in COUNTING}
    words = {text[:1] for texts in heading_texts for text in texts.values()} | {text[:1] for text in above}
    begins_plainly = cache(lambda first: first not in words and _begins_plainly(first))
    # The last row of notes: they may go on below it.
    notes = -1
    for number, (one, other) in enumerate(sheet.beginnings(last + 1), last + 1):
        first_row = number == last + 1
        if other != "" and not first_row and number - 1 != notes:
            # Of nearly all rows two cells tell that they are data: the others' many forms need not be tried on them.
            plain = one[-1:] != "计" and begins_plainly(one[:1]) if isinstance(one, str) else not is_empty(other)
            if plain:
                data.append(number)
                continue
        row = sheet.rows[number]
        start = next((col for col, cell in enumerate(row) if cell != "" and not is_empty(cell)), -1)
        if start < 0:
            continue
        head = row[start]
        if number - 1 == notes and isinstance(head, str) and _alone(row, start):
            skipped.append((number, "signature"))
            notes = number
            continue
        beside = row[start + 1] if start + 1 < len(row) else ""
        plain = not first_row and beside != "" and isinstance(head, str) and head[-1] != "计"
        if plain and begins_plainly(str(head)[0]):
            data.append(number)
            continue
        if start in serials and _alone(row, start) and cell_text(head).strip().isdecimal():
            # Printed for more entries than there were.
            skipped.append((number, "blank"))
            continue
        reason = _reason(row, start, heading_texts, above, first_row=first_row and len(headings) > 2)
        if reason is None:
            data.append(number)
            if isinstance(head, str) and _alone(row, start) and (start in serials or _spans(sheet, number, start)):
                lone.append(number)
        else:
            skipped.append((number, reason))
            notes = number if reason == "signature" else notes
    return data, skipped, lone


def _spans(sheet: Sheet, row: int, col: int) -> bool:
    """Whether a cell is merged over so many columns that it is about none of them."""
    return any(m.top == row and m.left == col and m.right - m.left >= _WIDE for m in sheet.merges)


def _begins_plainly(first: str) -> bool:
    """Whether nothing that is no data begins with this character."""
    written = first.isascii() and first.isalnum()
    return (written or "\u4e00" <= first <= "\u9fff") and first not in _BEGINNINGS


def _reason(
    row: list[Cell], start: int, heading_texts: list[dict[int, str]], above: set[str], *, first_row: bool
) -> SkipReason | None:
    head = row[start]
    text = _compact(head) if isinstance(head, str) else ""
    if text:
        if _TOTALS.match(text) and sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) <= 3:
            return "totals"
        if _SIGNATURE.match(text) or (_REMARKS.fullmatch(text) and _alone(row, start)):
            return "signature"
        if _EXAMPLE.match(text):
            return "example"
        if text in above and all(_compact(cell_text(cell)) in above for cell in row if not is_empty(cell)):
            return "title"
        for texts in heading_texts:
            if texts.get(start) == text and _same_as(row, texts):
                return "heading"
    if ":" in text and not _alone(row, start) and _signed(row):
        return "signature"
    if text and _alone(row, start):
        if _COUNTED.match(text):
            return "totals"
        if _BY_WHOM.fullmatch(text) or _CLOSING.fullmatch(text):
            return "signature"
        if _NOTHING.fullmatch(text):
            return "nothing"
    if first_row and _column_numbers(row):
        return "numbers"
    if first_row and _field_names(row, heading_texts):
        return "heading"
    if first_row and _hints(row):
        return "example"
    return None


def _translated(row: list[Cell], headings: list[Cell], is_label: Callable[[str], bool]) -> bool:
    """Whether a row says the headings above it in the other language."""
    said = [cell_text(cell) for cell in row if not is_empty(cell)]
    above = [cell_text(cell) for cell in headings if not is_empty(cell)]
    other = all(map(str.isascii, said)) and not any(map(str.isascii, above))
    other = other or (all(map(str.isascii, above)) and not any(map(str.isascii, said)))
    return other and len(said) > 2 and sum(map(is_label, said)) * 3 >= len(said) * 2


def _alone(row: list[Cell], start: int) -> bool:
    return all(is_empty(cell) for cell in row[start + 1 :])


def _signed(row: list[Cell]) -> bool:
    """Whether every cell of a row says by whom, or leaves room for it: 站长：, 填表人：方荷."""
    texts = [_compact(cell_text(cell)) for cell in row if not is_empty(cell)]
    return all(_SIGNATURE.match(text) or _BY_WHOM.fullmatch(text) for text in texts)


def _same_as(row: list[Cell], texts: dict[int, str]) -> bool:
    filled = [(col, _compact(cell_text(cell))) for col, cell in enumerate(row) if not is_empty(cell)]
    same = sum(texts.get(col) == text for col, text in filled)
    return same * 5 >= len(filled) * 3 and same >= min(2, len(texts))


def _column_numbers(row: list[Cell]) -> bool:
    """Whether a row only counts the columns: 1, 2, 3, or as forms of statistics do, 甲, 乙, 1, 2."""
    texts = [nfkc(cell_text(cell)).strip("() ") for cell in row if not is_empty(cell)]
    stems = next((at for at, text in enumerate(texts) if text != _STEMS[at : at + 1]), len(texts))
    return len(texts) > 2 and texts[stems:] == [str(number) for number in range(1, len(texts) - stems + 1)]


def _field_names(row: list[Cell], heading_texts: list[dict[int, str]]) -> bool:
    """Whether a row below Chinese headings gives the names of a program's fields: XM, XBDM, SFZH."""
    texts = [cell_text(cell).strip() for cell in row if not is_empty(cell)]
    headings = heading_texts[-1].values()
    # No person has nothing but letters: neither a number nor a word of Chinese.
    named = len(texts) > 2 and all(map(_FIELD_NAME.fullmatch, texts)) and len({*texts}) == len(texts)
    return named and len(texts) * 2 > len(headings) and not any(map(str.isascii, headings))


def _hints(row: list[Cell]) -> bool:
    """Whether most cells of a row tell how to fill in their column."""
    texts = [_compact(cell_text(cell)) for cell in row if not is_empty(cell)]
    found = sum(_HINT.fullmatch(text) is not None for text in texts)
    return found > 1 and found * 2 > len(texts)


def _compact(text: str) -> str:
    return _SPACES.sub("", nfkc(text))
