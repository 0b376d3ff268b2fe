from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.text.dates import excel_serial, parse_date, parse_moment

DAYS = st.dates(date(1900, 3, 1), date(2099, 12, 31))
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(n: int) -> str:
    tens, ones = divmod(n, 10)
    digits = " 一二三四五六七八九"
    return ({0: "", 1: "十"}.get(tens) or digits[tens].strip() + "十" * (tens > 0)) + digits[ones].strip()


STYLES = {
    "iso": lambda d: d.isoformat(),
    "short dashes": lambda d: f"{d.year}-{d.month}-{d.day}",
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "padded dots": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "blanks": lambda d: f"{d.year} {d.month} {d.day}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "compact as a number": lambda d: f"{d:%Y%m%d}.0",
    "chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "chinese with blanks": lambda d: f" {d.year} 年 {d.month} 月 {d.day} 日 ",
    "chinese, no 日": lambda d: f"{d.year}年{d.month}月{d.day}",
    "numerals": lambda d: (
        "".join("〇一二三四五六七八九"[int(c)] for c in str(d.year)) + f"年{numeral(d.month)}月{numeral(d.day)}日"
    ),
    "full-width": lambda d: f"{d.year}-{d.month}-{d.day}".translate(WIDE),
    "midnight": lambda d: f"{d} 00:00:00",
    "clock": lambda d: f"{d.year}/{d.month}/{d.day} 9:05",
    "iso with T": lambda d: f"{d}T08:30:00.000Z",
    "weekday": lambda d: f"{d.year}年{d.month}月{d.day}日(星期{'一二三四五六日'[d.weekday()]})",
    "excel": lambda d: str((d - date(1899, 12, 30)).days),
    "excel as a number": lambda d: f"{(d - date(1899, 12, 30)).days}.0",
    "excel with a time": lambda d: f"{(d - date(1899, 12, 30)).days}.354167",
}


@pytest.mark.parametrize("style", STYLES)
@given(day=DAYS)
def test_every_way_of_writing_a_day_is_read_back(style: str, day: date):
    written = STYLES[style](day)
    # Serials of 4 digits that look like years are years.
    if not (style.startswith("excel") and (day - date(1899, 12, 30)).days <= 2100):
        assert parse_date(written) == (day, "day")


@given(DAYS)
def test_months_and_years_stand_for_their_first_day(day: date):
    first = day.replace(day=1)
    for written in (
        f"{day:%Y-%m}",
        f"{day:%Y%m}",
        f"{day.year}年{day.month}月",
        f"{day.year}.{day.month}",
        f"{day:%Y%m}.0",
    ):
        assert parse_date(written) == (first, "month")
    for written in (f"{day.year}", f"{day.year}年", f"{day.year}.0"):
        assert parse_date(written) == (date(day.year, 1, 1), "year")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26.7.1",
        "2026-07 周一 x",
        "1-1-2026",
        "7/1/2026",
        "2026-2-30",
        "2026-13",
        "20261301",
        "2026-00-10",
        "长期",
        "2026年十三月",
        "农历七月初一",
        "60",
        "99999",
        "1234567",
        "0026-07-01",
        "1799-12-31",
        "2026-7-1-2",
        "２６年7月1日",
        "2026-07-32",
        "-46204",
        "2026-+7-01",
        "二六年一月",
    ],
)
def test_what_is_no_date_or_unclear_is_refused(text: str):
    with pytest.raises(ValueError):  # noqa: PT011 - any wording will do
        parse_date(text)


@given(st.text(max_size=12) | st.text("0126789-/. :T年月日周一二十Z+", max_size=14))
def test_any_text_is_a_date_or_a_value_error(text: str):
    with suppress(ValueError):
        assert parse_date(text).value.year >= 1800


def test_excel_counts_a_day_that_never_was():
    assert excel_serial(59) == date(1900, 2, 28)
    assert excel_serial(61) == date(1900, 3, 1)
    assert excel_serial(46204) == date(2026, 7, 1)
    for n in (60, 0, -1, 73_416):
        with pytest.raises(ValueError, match="serial"):
            excel_serial(n)


@given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31)).map(lambda t: t.replace(microsecond=0)))
def test_moments_are_read_back(moment: datetime):
    assert parse_moment(moment.isoformat()) == moment
    assert parse_moment(f"{moment:%Y/%m/%d %H:%M:%S}") == moment
    minute = moment.replace(second=0)
    assert parse_moment(f"{moment:%Y年%m月%d日%H时%M分}") == minute
    assert parse_moment(f"{moment:%Y-%m-%d %H:%M}") == minute


def test_moments_in_words_and_zones():
    assert parse_moment("2026年7月1日下午3时半") == datetime(2026, 7, 1, 15, 30)
    assert parse_moment("2026年7月1日上午9点整") == datetime(2026, 7, 1, 9)
    assert parse_moment("2026-07-01") == datetime(2026, 7, 1)
    assert parse_moment("2026-07-01T23:00:00+00:00") == datetime(2026, 7, 1) + timedelta(hours=31)
    for text in (
        "2026-07",
        "2026年7月3时",
        "2026-07-01 25:00",
        "下午3时",
        "0001-01-01 00:00",
        "9999-12-31T23:59:59-05:00",
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - any wording will do
            parse_moment(text)
