"""A bulletin as a workbook: summary, ranking, a sheet for every indicator, and the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gridctl.assess.case_counts import cases_table
from gridctl.assess.distribution import movers_table, spread_table
from gridctl.assess.groups import groups_table
from gridctl.assess.indicator_tables import indicator_table, indicators_table
from gridctl.assess.population import population_table
from gridctl.assess.tables import evidence_table, ranking_table, totals_table
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.render.xlsx import ChartSpec, SheetSpec, write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gridctl.assess.bulletin import Bulletin

_SIGNATURE = (Words("填报人", "prepared by"), Words("审核人", "reviewed by"), Words("签发人", "approved by"))
# A chart of more bars than this cannot be read on a page.
_MOST_BARS = 30
_BEFORE = ("value", "previous")


def write_bulletin(path: Path, bulletin: Bulletin, language: str) -> None:
    """Write the workbook; raises ``Refused`` when the file cannot be written."""
    write_workbook(path, list(bulletin_sheets(bulletin, language)), language)


def bulletin_sheets(bulletin: Bulletin, language: str) -> Iterator[SheetSpec]:
    """The sheets in the order a reader wants them."""

    def name(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    indicators = indicators_table(bulletin)
    chart = ChartSpec(
        "column",
        Words("各指标结果与上期比较", "Results beside those of the period before"),
        "code",
        ("value", "previous", "year_ago") if any(each.key == "year_ago" for each in indicators.columns) else _BEFORE,
        count=len(bulletin.basis.indicators),
        percent=True,
        size=(760, 320),
    )
    yield SheetSpec(
        Table(bulletin.title, indicators.columns, indicators.rows, _lead(bulletin), bulletin.next_steps),
        name("摘要", "Summary"),
        charts=(chart,),
        landscape=True,
        signature=_SIGNATURE,
    )
    yield SheetSpec(totals_table(bulletin), name("基本情况", "In figures"))
    if bulletin.units:
        yield from _ranking_sheets(bulletin, name)
    yield from _contents_sheets(bulletin, language)
    for code in bulletin.basis.indicators:
        if bulletin.community.results[code].denominator:
            yield _indicator_sheet(bulletin, code)
    yield SheetSpec(_warnings(bulletin), name("提示", "Warnings"))
    yield SheetSpec(evidence_table(bulletin), name("佐证", "Evidence"))


def _ranking_sheets(bulletin: Bulletin, name: Callable[[str, str], str]) -> Iterator[SheetSpec]:
    """The units ranked, their results by indicator, how many got which grade, and who went up or down."""
    bars = min(len(bulletin.units), _MOST_BARS)
    ranking = ChartSpec("bar", Words("得分", "Score"), "name", ("score",), count=bars, size=(760, 120 + 24 * bars))
    table, codes = ranking_table(bulletin), frozenset(bulletin.basis.indicators)
    own = frozenset(each.key for each in table.columns) - codes
    yield SheetSpec(_columns(table, own), name("排名", "Ranking"), charts=(ranking,), landscape=True)
    results = _columns(table, codes | {"rank", "name"})
    short = tuple(replace(each, zh=each.key, en=each.key) if each.key in codes else each for each in results.columns)
    results = replace(results, columns=short, title=Words("各项指标结果", "Results by indicator"), footer=())
    yield SheetSpec(results, name("各项结果", "By indicator"), landscape=True)
    yield _grades_sheet(bulletin, name("等次", "Grades"))
    if (moved := movers_table(bulletin)).rows:
        yield SheetSpec(moved, name("进退", "Movement"))


def _columns(table: Table, keep: frozenset[str]) -> Table:
    """The table with some of its columns: all of them would print too small to be read."""
    kept = [place for place, column in enumerate(table.columns) if column.key in keep]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
    )


def _grades_sheet(bulletin: Bulletin, name: str) -> SheetSpec:
    table = spread_table(bulletin)
    chart = ChartSpec("column", table.title, "grade", ("by_score", "given"), count=len(table.rows))
    return SheetSpec(table, name, charts=(chart,))


def _contents_sheets(bulletin: Bulletin, language: str) -> Iterator[SheetSpec]:
    """The population's account, cases, and groups compared, where there are any."""
    about = bulletin.contents
    if about is None:
        return
    if about.population is not None and (about.population.start or about.population.end):
        table = population_table(about.population)
        yield SheetSpec(table, table.title.text(language))
    if about.cases:
        table = cases_table(about.cases)
        chart = ChartSpec("column", table.title, "kind", ("reported", "closed"), count=len(table.rows), size=(760, 320))
        yield SheetSpec(table, table.title.text(language), charts=(chart,), landscape=True)
    if about.groups:
        table = groups_table(bulletin.basis, about.groups)
        keys = tuple(each.key for each in about.groups)
        size = (760, 120 + 24 * len(table.rows))
        chart = ChartSpec("bar", table.title, "name", keys, count=len(table.rows), percent=True, size=size)
        yield SheetSpec(table, table.title.text(language), charts=(chart,))


def _indicator_sheet(bulletin: Bulletin, code: str) -> SheetSpec:
    table = indicator_table(bulletin, code)
    words = bulletin.basis.indicators[code].name
    chart = ChartSpec(
        "bar", words, "name", ("value",), count=min(len(table.rows), _MOST_BARS), percent=True,
        size=(760, 120 + 24 * min(len(table.rows), _MOST_BARS)),
    )  # fmt: skip
    return SheetSpec(table, code, charts=(chart,), landscape=True)


def _lead(bulletin: Bulletin) -> tuple[Words, ...]:
    period, whole = bulletin.period, bulletin.community
    days = Words(
        f"统计期 {period.start} 至 {bulletin.until}　方案：{bulletin.basis.scheme.name_zh}",
        f"{period.start} to {bulletin.until}, by the {bulletin.basis.scheme.name_en}",
    )
    if whole.score is None or whole.grade is None:
        return (days,)
    result = Words(
        f"社区综合得分 {whole.score:g} 分，等次：{whole.grade.zh}",
        f"Score of the community: {whole.score:g}, grade: {whole.grade.en}",
    )
    return days, result


def _warnings(bulletin: Bulletin) -> Table:
    rows = tuple((number, each) for number, each in enumerate(bulletin.warnings, start=1))
    columns = (
        TableColumn("number", "序号", "no.", "count", width=6),
        TableColumn("warning", "内容", "warning", width=90),
    )
    return Table(Words("数据提示", "Warnings about the data"), columns, rows)
