"""The sentences of a bulletin: how the period went, who moved, what the checks of the ledgers found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.assess.distribution import movers
from gridctl.assess.units import UNIT_WORDS
from gridctl.findings.table import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.assess.bulletin import Bulletin, UnitScore
    from gridctl.assess.case_counts import CaseCount

_SEVERITIES = {"error": Words("错误", "errors"), "warning": Words("提醒", "warnings"), "info": Words("提示", "notes")}
_NO_EARLIER = Words("，没有上期可比", "; there is no earlier period to compare with")


def lead(bulletin: Bulletin) -> Words:
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
        f"From {start} to {until}: {numbers['households']:,} households with {numbers['people']:,} people on record, "
        f"businesses: {numbers['businesses']:,}, visits: {numbers['visits']:,}, of them at home: "
        f"{numbers['home_visits']:,}. "
    )
    if whole.score is None or whole.grade is None:
        return Words(zh + "本期没有可以计分的指标。", en + "No indicator could be scored.")
    moved = _NO_EARLIER if whole.change is None else _moved(whole.change, Words("较上期", "on the period before"))
    year = bulletin.contents.year_ago if bulletin.contents else None
    since = _moved(year.changes.get(""), Words("较去年同期", "on the year before")) if year else Words("", "")
    zh += f"综合得分{whole.score:g}分，等次为{whole.grade.zh}{moved.zh}{since.zh}。"
    en += f"The community scores {whole.score:g} of 100, graded {whole.grade.en}{moved.en}{since.en}."
    return Words(zh, en)


def movement(bulletin: Bulletin) -> Words | None:
    """Who moved most since the period before; None where nobody did."""
    up, down = movers(bulletin)
    if not up and not down:
        return None
    parts = [
        Words(f"{word.zh}较大的是{_listed_zh(each)}", f"most {word.en}: {_listed_en(each)}")
        for word, each in ((Words("进步", "up"), up), (Words("退步", "down"), down))
        if each
    ]
    return Words("；".join(each.zh for each in parts) + "。", "; ".join(each.en for each in parts).capitalize() + ".")


def ranked(bulletin: Bulletin) -> Words:
    """How many were ranked, and how many not."""
    unit = UNIT_WORDS[bulletin.by]
    placed = [each for each in bulletin.units if each.rank is not None]
    rest = len(bulletin.units) - len(placed)
    if not placed:
        return Words(f"本期没有可以排名的{unit.zh}。", f"No {unit.en} could be ranked.")
    tied = len(placed) - len({each.rank for each in placed})
    zh = f"参加排名{len(placed)}{_counter(unit)}" + (f"，其中{tied}{_counter(unit)}与他人并列" if tied else "")
    en = f"{len(placed)} ranked" + (f", {tied} of them tied with another" if tied else "")
    if rest:
        zh += f"；{rest}{_counter(unit)}不参加排名"
        en += f"; {rest} not ranked"
    return Words(zh + "。", en + ".")


def people(bulletin: Bulletin) -> Words | None:
    """The population's account in a sentence."""
    found = bulletin.contents.population if bulletin.contents else None
    if found is None or not (found.start or found.end):
        return None
    more = found.end - found.start
    zh = f"期初在册{found.start:,}人，期末{found.end:,}人，" + (
        f"净{'增' if more > 0 else '减'}{abs(more):,}人。" if more else "没有增减。"
    )
    en = f"{found.start:,} people on record at the start, {found.end:,} at the end ({more:+,})."
    return Words(zh, en)


def settled_cases(counts: tuple[CaseCount, ...]) -> Words:
    """How many cases came, were closed, and did not leave the grids."""
    total = counts[-1]
    zh = f"本期上报{total.reported:,}件，办结{total.closed:,}件"
    en = f"{total.reported:,} reported and {total.closed:,} closed in the period"
    if total.closed:
        within = total.levels[0]
        zh += f"，其中网格内化解{within:,}件，占{within / total.closed:.1%}"
        en += f", {within:,} of them settled within the grids ({within / total.closed:.1%})"
    return Words(f"{zh}；期末在办{total.waiting:,}件。", f"{en}; {total.waiting:,} open at the end.")


def summary(bulletin: Bulletin) -> Iterator[Words]:
    """What is told below the figures on a terminal: who moved, the population, the cases, the checks."""
    cases = bulletin.contents.cases if bulletin.contents else ()
    for each in (movement(bulletin), people(bulletin), settled_cases(cases) if cases else None, quality(bulletin)):
        if each is not None:
            yield each


def quality(bulletin: Bulletin) -> Words | None:
    """What the checks of the ledgers found; None where nothing was checked or found."""
    if not bulletin.quality:
        return None
    zh = "，".join(f"{_SEVERITIES[key].zh}{count}条" for key, count in bulletin.quality.items())
    en = ", ".join(f"{count} {_SEVERITIES[key].en}" for key, count in bulletin.quality.items())
    return Words(f"台账检查发现{zh}。", f"Checks of the ledgers found {en}.")


def steps(bulletin: Bulletin) -> Iterator[Words]:
    """The next steps, or that there is nothing to catch up on."""
    if not bulletin.next_steps:
        yield Words("各项指标均已达标，保持现有力度。", "Every indicator is on target; keep it up.")
    yield from bulletin.next_steps


def _counter(unit: Words) -> str:
    return "人" if unit.en == "staff" else "个"


def _listed_zh(units: list[UnitScore]) -> str:
    # In words: a line may break after a minus sign.
    return "、".join(
        f"{each.unit.name}（{'升' if (each.change or 0) > 0 else '降'}{abs(each.change or 0):.2f}分）" for each in units
    )


def _listed_en(units: list[UnitScore]) -> str:
    return ", ".join(f"{each.unit.name} ({each.change:+.2f})" for each in units)


def _moved(change: float | None, than: Words) -> Words:
    if change is None:
        return Words("", "")
    if not change:
        return Words(f"，同口径{than.zh}持平", f", level {than.en}")
    up = change > 0
    return Words(
        f"，同口径{than.zh}{'上升' if up else '下降'}{abs(change):g}分",
        f", {abs(change):g} {'up' if up else 'down'} {than.en}, like for like",
    )
