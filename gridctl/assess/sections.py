"""A bulletin in sections, as a notice is read: words, tables and points. What there is nothing of is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridctl.assess.case_counts import cases_table
from gridctl.assess.distribution import movers_table, spread_table
from gridctl.assess.groups import groups_table
from gridctl.assess.indicator_tables import indicators_table
from gridctl.assess.population import population_table
from gridctl.assess.tables import ranking_table, totals_table
from gridctl.assess.wording import lead, movement, people, quality, ranked, settled_cases, steps
from gridctl.findings.table import Table, TableColumn, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.assess.bulletin import Bulletin

_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its key and title, paragraphs, tables by name, and points."""

    key: str
    title: Words
    text: tuple[Words, ...] = ()
    tables: tuple[tuple[str, Table], ...] = ()
    points: tuple[Words, ...] = ()


def sections(bulletin: Bulletin) -> list[Section]:
    """The sections in order, numbered: 一、基本情况."""
    return [
        Section(each.key, numbered(place, each.title), each.text, each.tables, each.points)
        for place, each in enumerate(_sections(bulletin))
    ]


def numbered(place: int, title: Words) -> Words:
    """A title with its number, counted from 0."""
    return Words(f"{_NUMERALS[place]}、{title.zh}", f"{place + 1}. {title.en}")


def methods_table(bulletin: Bulletin) -> Table:
    """What every indicator counts."""
    columns = (
        TableColumn("code", "编号", "code", width=6),
        TableColumn("name", "指标", "indicator", width=20),
        TableColumn("explain", "口径", "what it counts", width=60),
    )
    rows = tuple((each.code, each.name, each.explain) for each in bulletin.basis.indicators.values())
    return Table(Words("指标口径", "What the indicators count"), columns, rows)


def ranking_tables(bulletin: Bulletin) -> tuple[tuple[str, Table], ...]:
    """What belongs to the ranking: grades, the ranking itself, who moved most, groups of staff."""
    groups = bulletin.contents.groups if bulletin.contents else ()
    moved = movers_table(bulletin)
    return (
        ("grades", spread_table(bulletin)),
        ("ranking", ranking_table(bulletin)),
        *((("movers", moved),) if moved.rows else ()),
        *((("groups", groups_table(bulletin.basis, groups)),) if groups else ()),
    )


def _sections(bulletin: Bulletin) -> Iterator[Section]:
    about = bulletin.contents
    account, change = people(bulletin), movement(bulletin)
    population = (("population", population_table(about.population)),) if about and about.population and account else ()
    yield Section(
        "community",
        Words("基本情况", "The community in figures"),
        (lead(bulletin), *((account,) if account else ())),
        (("totals", totals_table(bulletin)), *population),
    )
    yield Section(
        "indicators", Words("指标完成情况", "Results by indicator"), (), (("indicators", indicators_table(bulletin)),)
    )
    if bulletin.units:
        words = (ranked(bulletin), *((change,) if change else ()))
        yield Section("ranking", Words("考评排名", "Ranking"), words, ranking_tables(bulletin))
    if about and about.cases:
        yield Section(
            "cases", Words("事件办理", "Cases"), (settled_cases(about.cases),), (("cases", cases_table(about.cases)),)
        )
    checks = quality(bulletin)
    yield Section(
        "quality",
        Words("数据质量", "Quality of the data"),
        (checks,) if checks else (),
        (),
        bulletin.warnings or (Words("没有需要提示的情况。", "Nothing to warn of."),)[: int(not checks)],
    )
    yield Section("next", Words("下一步工作", "Next steps"), (), (), tuple(steps(bulletin)))
