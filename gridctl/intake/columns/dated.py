"""Lists of volunteers with a column for each day: 3月5日 above 义诊, with hours or ticks below, is a service each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gridctl.intake.cells.yearless import in_period
from gridctl.intake.dictionary.vocabulary import Target
from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.text.dates import parse_date
from gridctl.text.normalize import nfkc, squash
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.intake.columns.heading import Heading
    from gridctl.intake.columns.headings import ColumnMatch, HeadingMatch
    from gridctl.intake.reading.book import Sheet

# A list that says these in columns of their own has one service a row.
_ONE_A_ROW: Final = frozenset(("services.date", "services.hours"))
# 星期四, (周四), 上午: behind or below a day.
_OF_DAYS: Final = pattern(r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|[(（]?(?:上午|下午|晚上|全天)[)）]?$")
_DAY: Final = "services.date"
_CLOCK: Final = pattern(
    r"\s*(?:[上下中]午|早上|晚上)?\s*[0-2]?[0-9]\s*[:：点时]\s*(?:[0-5]?[0-9]|半)?\s*分?(?:[:：][0-5][0-9])?\s*"
)
_WHOLE: Final = pattern(r"(?:19|20)[0-9]{2}\D.*[0-9].*")
_TICKS: Final = frozenset(("√", "✓", "✔", "☑", "是", "到", "参加", "1"))
_NO_TICKS: Final = frozenset(("×", "✗", "否", "0", "请假", "缺席", "未到"))


def with_services(
    match: HeadingMatch, headings: Sequence[Heading], period: str, sheet: Sheet, rows: Sequence[int]
) -> HeadingMatch:
    """The same match, with each unknown column below a day as the hours given on it, or as a day somebody was there.

    ``period`` is the year, or the month, that the title names; without one, days have to have theirs.
    """
    if not _ONE_A_ROW.isdisjoint(match.fields()):
        return replace(match, columns=tuple(_without_hours(each, sheet, rows) for each in match.columns))
    unknown = {each.col for each in match.unknown}
    days = {each.col: said for each in headings if each.col in unknown and (said := _day_in(each.texts, period))[0]}
    slots = {col: slot for slot, col in enumerate(days, start=1)}
    return replace(
        match,
        columns=tuple(
            replace(
                each, target=_target(days[each.col], slots[each.col], _values(sheet, each.col, rows)), suggestion=""
            )
            if each.col in days
            else each
            for each in match.columns
        ),
    )


def _without_hours(each: ColumnMatch, sheet: Sheet, rows: Sequence[int]) -> ColumnMatch:
    """A column of days, 签到时间, as one that is not kept where it says nothing but the time of day: 8:30."""
    if each.target is None or each.target.field != _DAY:
        return each
    said = {cell_text(cell) for cell in sheet.distinct(each.col, rows) if not is_empty(cell)}
    return replace(each, target=Target(role="ignore")) if said and all(map(_CLOCK.fullmatch, said)) else each


def says_day(text: str) -> bool:
    """Whether a heading may be that of one day; the year may stand in the title."""
    return bool(_day_in((text,), "2024")[0])


def _target(said: tuple[str, str], slot: int, values: set[str]) -> Target:
    day, activity = said
    also: Mapping[str, str] = {"activity": activity} if activity else {}
    if values & _TICKS and values <= _TICKS | _NO_TICKS:
        # That somebody came is all it says.
        return Target("services.date", slot=slot, flag=day, also=tuple(also.items()))
    return Target("services.hours", slot=slot, also=(("date", day), *also.items()))


def _day_in(texts: Iterable[str], period: str) -> tuple[str, str]:
    """The day that one of a heading's texts is, and what the others say was done."""
    day, others = "", []
    for text in texts:
        bare = squash(_OF_DAYS.sub("", nfkc(squash(text))))
        found = _day(bare, period) if bare else ""
        if found and not day:
            day = found
        elif bare:
            others.append(bare)
    return (day, "、".join(others)) if day else ("", "")


def _day(text: str, period: str) -> str:
    if period and (day := in_period(text, period[:4])):
        return _real(day)
    return _real(text) if _WHOLE.fullmatch(text) else ""


def _real(text: str) -> str:
    try:
        found = parse_date(text)
    except ValueError:
        return ""
    return found.value.isoformat() if found.precision == "day" else ""


def _values(sheet: Sheet, col: int, rows: Sequence[int]) -> set[str]:
    return {
        squash(cell) if isinstance(cell, str) else "number" for cell in sheet.distinct(col, rows) if not is_empty(cell)
    }
