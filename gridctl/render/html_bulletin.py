"""A bulletin as a page in the form of an official notice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gridctl.assess.case_counts import settled
from gridctl.assess.indicator_tables import indicator_table, indicators_table
from gridctl.assess.sections import numbered, sections
from gridctl.assess.units import UNIT_WORDS
from gridctl.findings.table import Words
from gridctl.render.charts import Bar, Bullet, Share, bars, bullets, shares
from gridctl.render.html import page, page_table, write_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from markupsafe import Markup

    from gridctl.assess.bulletin import Bulletin
    from gridctl.assess.sections import Section
    from gridctl.findings.table import Table
    from gridctl.render.html import PageTable

# From the best grade to the worst; more grades than colours share the last but one.
_GRADES = ("#2e6b4f", "#2f5d8a", "#b07d1a", "#b3261e")
_MOST_BARS = 40
_FULL = 100
_ROUNDING = 0.005


def write_bulletin(path: Path, bulletin: Bulletin, language: str) -> None:
    """Write the page; raises ``Refused`` when the file cannot be written."""
    write_page(path, bulletin_page(bulletin, language))


def bulletin_page(bulletin: Bulletin, language: str) -> str:
    """The page as text."""
    counted = [code for code in bulletin.basis.indicators if bulletin.community.results[code].denominator]
    made = [_section(each, bulletin, language) for each in sections(bulletin)]
    scheme = bulletin.basis.scheme
    context: dict[str, Any] = {
        "bulletin": bulletin,
        "title": bulletin.title.text(language),
        "issuer": f"{bulletin.place}{bulletin.community.unit.name}",
        "sections": made,
        "last": numbered(len(made), Words("计分说明", "How it is scored")).text(language),
        "details": [page_table(indicator_table(bulletin, code), language) for code in counted]
        if bulletin.units
        else [],
        "methods": [
            (code, each.texts(language).name, each.texts(language).explain)
            for code, each in bulletin.basis.indicators.items()
        ],
        "scheme": scheme.name_zh if language == "zh" else scheme.name_en,
        "until": _day(bulletin, language),
    }
    return page("bulletin.html.j2", language, context)


def _section(section: Section, bulletin: Bulletin, language: str) -> dict[str, Any]:
    made: dict[str, PageTable] = {}
    for name, table in section.tables:
        made[name] = _table(name, table, bulletin, language)
        if name == "ranking":
            made["units"] = _by_code(table, bulletin, language)
    return {
        "key": section.key,
        "title": section.title.text(language),
        "text": [each.text(language) for each in section.text],
        "points": [each.text(language) for each in section.points],
        "figures": list(_figures(section.key, bulletin, language)),
        "tables": made,
    }


def _table(name: str, table: Table, bulletin: Bulletin, language: str) -> PageTable:
    match name:
        case "indicators":
            return _indicators(bulletin, language)
        case "ranking":
            return page_table(table, language, leave_out=("code", *bulletin.basis.indicators))
    return page_table(table, language)


def _by_code(ranking: Table, bulletin: Bulletin, language: str) -> PageTable:
    """Everybody's indicators under their codes: with their names they would not fit a page across."""
    kept = {"rank", "name", *bulletin.basis.indicators}
    made = page_table(ranking, language, leave_out=[each.key for each in ranking.columns if each.key not in kept])
    headings = tuple(
        (label.split(" ")[0] if place > 1 else label, style) for place, (label, style) in enumerate(made.headings)
    )
    title = Words(f"各{UNIT_WORDS[bulletin.by].zh}指标结果", f"Indicators by {UNIT_WORDS[bulletin.by].en}")
    return replace(made, title=title.text(language), headings=headings, footer=())


def _figures(key: str, bulletin: Bulletin, language: str) -> Iterator[tuple[Markup, str]]:
    """The charts of a section, each with the line that explains it."""
    match key:
        case "indicators":
            explain = Words(
                "条形为本期结果（蓝色达标，红色未达标），竖线为目标，菱形为上期结果。",
                "Bars: this period (blue: target met, red: not met); stroke: target; diamond: the period before.",
            )
            yield _targets(bulletin, language), explain.text(language)
        case "ranking":
            unit = UNIT_WORDS[bulletin.by]
            yield _scores(bulletin, language), ""
            counts = Words(f"各等次的{unit.zh}数。", f"How many ({unit.en}) have each grade.")
            yield _grades(bulletin, language), counts.text(language)
        case "cases" if bulletin.contents:
            levels = Words("办结事件的化解层级。", "The level at which closed cases were settled.")
            yield _levels(settled(bulletin.contents.cases), language), levels.text(language)


def _levels(counts: Mapping[str, tuple[Words, int]], language: str) -> Markup:
    rows = [
        Share(name.text(language), number, colour)
        for (name, number), colour in zip(counts.values(), _GRADES, strict=True)
    ]
    return shares(rows, "化解层级" if language == "zh" else "Settled at")


def _indicators(bulletin: Bulletin, language: str) -> PageTable:
    """The results; without remarks and without the weights of the scheme where every indicator applies."""
    whole = bulletin.community.results.values()
    as_planned = all(abs(each.weight - bulletin.basis.weight(each.code)) < _ROUNDING for each in whole)
    remarks = any(each.reason for each in whole)
    spare = (*(("weight",) if as_planned else ()), *(() if remarks else ("remark",)))
    return page_table(indicators_table(bulletin), language, leave_out=spare)


def _targets(bulletin: Bulletin, language: str) -> Markup:
    rows = []
    for code, indicator in bulletin.basis.indicators.items():
        each = bulletin.community.results[code]
        text = "—" if each.value is None else f"{each.value:.1%}"
        target = bulletin.basis.target(code)
        label = f"{code} {indicator.texts(language).name}"
        rows.append(Bullet(label, each.value, target, each.previous, text, good=(each.share or 0) >= 1))
    return bullets(rows, "各指标结果与目标" if language == "zh" else "Results and targets")


def _scores(bulletin: Bulletin, language: str) -> Markup:
    colours = _colours(bulletin)
    rows = [
        Bar(
            each.unit.name,
            None if each.score is None else each.score / _FULL,
            "—" if each.score is None else f"{each.score:.2f}",
            colours.get(each.grade.key if each.grade else "", _GRADES[-1]),
        )
        for each in bulletin.units[:_MOST_BARS]
    ]
    zh = language == "zh"
    marks = [(b.least / _FULL, f"{b.label(language)}{b.least:g}") for b in bulletin.basis.scheme.bands if b.least]
    return bars(rows, "得分" if zh else "Scores", marks if zh else [(at, text.split()[0]) for at, text in marks])


def _grades(bulletin: Bulletin, language: str) -> Markup:
    colours = _colours(bulletin)
    rows = [
        Share(
            band.label(language),
            sum(each.grade is not None and each.grade.key == band.key for each in bulletin.units),
            colours[band.key],
        )
        for band in bulletin.basis.scheme.bands
    ]
    return shares(rows, "等次分布" if language == "zh" else "Grades")


def _colours(bulletin: Bulletin) -> dict[str, str]:
    bands = bulletin.basis.scheme.bands
    last = len(bands) - 1
    return {
        band.key: _GRADES[-1] if place == last else _GRADES[min(place, len(_GRADES) - 2)]
        for place, band in enumerate(bands)
    }


def _day(bulletin: Bulletin, language: str) -> str:
    day = bulletin.until
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()
