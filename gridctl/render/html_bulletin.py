"""A bulletin as a page in the form of an official notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.assess.tables import indicator_table, indicators_table, ranking_table, totals_table
from gridctl.assess.units import UNIT_WORDS
from gridctl.findings.table import Words
from gridctl.render.charts import Bar, Bullet, Share, bars, bullets, shares
from gridctl.render.html import page, page_table, write_page

if TYPE_CHECKING:
    from pathlib import Path

    from markupsafe import Markup

    from gridctl.assess.bulletin import Bulletin
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
    unit = UNIT_WORDS[bulletin.by].text(language)
    context: dict[str, Any] = {
        "bulletin": bulletin,
        "title": bulletin.title.text(language),
        "issuer": f"{bulletin.place}{bulletin.community.unit.name}",
        "lead": _lead(bulletin).text(language),
        "totals": page_table(totals_table(bulletin), language),
        "indicators": _indicators(bulletin, language),
        "targets": _targets(bulletin, language),
        "ranking": page_table(ranking_table(bulletin), language, leave_out=("code",)) if bulletin.units else None,
        "scores": _scores(bulletin, language) if bulletin.units else None,
        "grades": _grades(bulletin, language) if bulletin.units else None,
        "unit": unit,
        "details": [page_table(indicator_table(bulletin, code), language) for code in counted]
        if bulletin.units
        else [],
        "steps": [each.text(language) for each in bulletin.next_steps],
        "warnings": [each.text(language) for each in bulletin.warnings],
        "methods": [
            (code, each.texts(language).name, each.texts(language).explain)
            for code, each in bulletin.basis.indicators.items()
        ],
        "scheme": bulletin.basis.scheme.name_zh if language == "zh" else bulletin.basis.scheme.name_en,
        "until": _day(bulletin, language),
    }
    return page("bulletin.html.j2", language, context)


def _indicators(bulletin: Bulletin, language: str) -> PageTable:
    """The results; without remarks and without the weights of the scheme where every indicator applies."""
    whole = bulletin.community.results.values()
    as_planned = all(abs(each.weight - bulletin.basis.weight(each.code)) < _ROUNDING for each in whole)
    remarks = any(each.reason for each in whole)
    spare = (*(("weight",) if as_planned else ()), *(() if remarks else ("remark",)))
    return page_table(indicators_table(bulletin), language, leave_out=spare)


def _lead(bulletin: Bulletin) -> Words:
    """The opening paragraph: who, how many, how well, and where it went."""
    numbers = {each.key: each.value for each in bulletin.totals}
    whole = bulletin.community
    start, until = bulletin.period.start, bulletin.until
    zh = (
        f"{start.year}年{start.month}月{start.day}日至{until.year}年{until.month}月{until.day}日，"
        f"全社区在册住户{numbers['households']:,}户、{numbers['people']:,}人，企业商户{numbers['businesses']:,}家，"
        f"共走访{numbers['visits']:,}次，其中入户{numbers['home_visits']:,}次。"
    )
    en = (
        f"From {start} to {until}: {numbers['households']:,} households with {numbers['people']:,} people and "
        f"{numbers['businesses']:,} businesses on record; {numbers['visits']:,} visits, of them "
        f"{numbers['home_visits']:,} at home. "
    )
    if whole.score is None or whole.grade is None:
        return Words(zh + "本期没有可以计分的指标。", en + "No indicator could be scored.")
    moved = _moved(whole.change)
    zh += f"综合得分{whole.score:g}分，等次为{whole.grade.zh}{moved.zh}。"
    en += f"The community scores {whole.score:g} of 100, graded {whole.grade.en}{moved.en}."
    return Words(zh, en)


def _moved(change: float | None) -> Words:
    if change is None:
        return Words("", "")
    if not change:
        return Words("，与上期持平", ", as in the period before")
    up = change > 0
    return Words(
        f"，同口径较上期{'上升' if up else '下降'}{abs(change):g}分",
        f", {abs(change):g} {'up' if up else 'down'} on the period before, like for like",
    )


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
