"""A bulletin as an official notice in Word: title, addressee, body, tables, annex, signature and date.

A template names what it wants: ``{{ title }}``, ``{{ lead }}``, ``sections`` with everything in order, or one table by
its name, ``tables.ranking``. Guide: ``gridctl guide report``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.assess.sections import methods_table, sections
from gridctl.assess.tables import ranking_table
from gridctl.assess.units import UNIT_WORDS
from gridctl.assess.wording import lead
from gridctl.findings.table import Words
from gridctl.render.docx import fill_template
from gridctl.render.html import page_table
from gridctl.render.saving import save
from gridctl.text.packaged import shipped

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from gridctl.assess.bulletin import Bulletin
    from gridctl.findings.table import Table

# What a page across has no room for: the ranking's columns of indicators stand in the annex.
_NARROW = {"ranking": ("code", "remark"), "indicators": ("planned", "weight", "remark"), "cases": ("within",)}
# Words of English headings cannot be broken as Chinese ones can.
_SMALL = {"zh": 7, "en": 5}


def write_bulletin(
    path: Path, bulletin: Bulletin, language: str, template: Path | None = None, on: date | None = None
) -> None:
    """Write the notice; raises ``Refused`` when the file cannot be written, ``UsageFault`` for a faulty template."""
    save(path, bulletin_document(bulletin, language, template, on), "Word")


def bulletin_document(bulletin: Bulletin, language: str, template: Path | None = None, on: date | None = None) -> bytes:
    """The notice, by the community's template or the shipped one, dated ``on`` (default: the last day counted)."""
    if template is not None:
        return fill_template(template.read_bytes(), context_of(bulletin, language, on), template.name)
    name = f"bulletin.{language}.docx"
    content = shipped("gridctl.render", "templates", name).read_bytes()
    return fill_template(content, context_of(bulletin, language, on), name)


def context_of(bulletin: Bulletin, language: str, on: date | None = None) -> dict[str, Any]:
    """What a template can name."""
    made: list[dict[str, Any]] = [
        {
            "key": each.key,
            "title": each.title.text(language),
            "text": [line.text(language) for line in each.text],
            "tables": [_table(name, table, bulletin, language) for name, table in each.tables],
            "points": [f"{number}. {point.text(language)}" for number, point in enumerate(each.points, start=1)],
        }
        for each in sections(bulletin)
    ]
    annex = [_table("methods", methods_table(bulletin), bulletin, language)]
    if bulletin.units:
        annex[:0] = _details(bulletin, language)
    scheme = bulletin.basis.scheme
    return {
        "title": bulletin.title.text(language),
        "issuer": bulletin.community.unit.name,
        "place": bulletin.place,
        "addressee": _addressee(bulletin).text(language),
        "lead": lead(bulletin).text(language),
        "basis": _basis(bulletin).text(language),
        "sections": made,
        "tables": {table["name"]: table for each in made for table in each["tables"]},
        "annex": annex,
        "scheme": scheme.name_zh if language == "zh" else scheme.name_en,
        "period": bulletin.period.label,
        "year": bulletin.period.start.year,
        "date": _date(on or bulletin.until).text(language),
    }


def _table(name: str, table: Table, bulletin: Bulletin, language: str) -> dict[str, Any]:
    leave_out: tuple[str, ...] = _NARROW.get(name, ())
    if name == "ranking":
        leave_out += tuple(bulletin.basis.indicators)
    made = page_table(table, language, leave_out=leave_out)
    return {
        "name": name,
        "title": made.title,
        "heads": [label for label, _ in made.headings],
        "rows": [[cell.text for cell in row] for row in made.rows],
        "notes": list(made.footer),
    }


def _details(bulletin: Bulletin, language: str) -> list[dict[str, Any]]:
    """Everybody's indicators: a few indicators at a time, so that a page across has room for them."""
    scored = [code for code in bulletin.basis.indicators if bulletin.basis.weight(code)]
    table = ranking_table(bulletin)
    keep = {"rank", "name"}
    found, most = [], _SMALL[language]
    for first in range(0, len(scored), most):
        chosen = keep | set(scored[first : first + most])
        spare = [column.key for column in table.columns if column.key not in chosen]
        made = page_table(table, language, leave_out=spare)
        more = f" {first // most + 1}" if len(scored) > most else ""
        title = Words(
            f"各{UNIT_WORDS[bulletin.by].zh}指标结果{more}", f"Indicators by {UNIT_WORDS[bulletin.by].en}{more}"
        )
        found.append(
            {
                "name": "details",
                "title": title.text(language),
                "heads": [label for label, _ in made.headings],
                "rows": [[cell.text for cell in row] for row in made.rows],
                "notes": [],
            }
        )
    return found


def _addressee(bulletin: Bulletin) -> Words:
    match bulletin.by:
        case "grid":
            return Words("各网格：", "To the grids:")
        case "staff":
            return Words("各网格员：", "To the grid staff:")
        case "department":
            return Words("各有关部门：", "To the departments concerned:")
    return Words("各有关单位：", "To whom it may concern:")


def _basis(bulletin: Bulletin) -> Words:
    scheme, name = bulletin.basis.scheme, bulletin.community.unit.name
    what = bulletin.title.zh.removesuffix("通报").removeprefix(name)
    zh = f"根据《{scheme.name_zh}》，现将{what}情况通报如下。"
    return Words(zh, f"By the {scheme.name_en}, the work of the period is reported as follows.")


def _date(day: date) -> Words:
    return Words(f"{day.year}年{day.month}月{day.day}日", day.isoformat())
