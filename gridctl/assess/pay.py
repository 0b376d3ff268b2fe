"""Pay worked out from a bulletin: base by score and days in post, and work by the piece and by the hour with quality.

For export only: nothing of it is kept in the ledgers.
"""

# ruff: noqa: S608 - queries are put together from own text and from rates, which `harm` has looked at

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from gridctl.assess.judging import dated
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.col import PERSONAL
from gridctl.store.database import DatabaseError
from gridctl.store.faults import UsageFault
from gridctl.store.harmless import harm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.assess.bulletin import Bulletin, UnitScore
    from gridctl.assess.pay_rates import Rate, Rates
    from gridctl.store.index import Index

_FEN = Decimal("0.01")
_FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Worked:
    """Work of one kind: how much of it, the rate, the factor for quality (0 to 1), and the pay in yuan."""

    rate: Rate
    by_time: bool
    amount: Decimal
    quality: Decimal
    pay: Decimal


@dataclass(frozen=True, slots=True)
class Pay:
    """One person's pay in yuan: ``performance`` is base × score / 100 × days in post / days of the period."""

    staff_no: str
    name: str
    role: str
    base: Decimal
    score: Decimal | None
    days: int
    length: int
    performance: Decimal
    work: tuple[Worked, ...]

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.performance + sum((each.pay for each in self.work), Decimal(0))


def pay(index: Index, bulletin: Bulletin, rates: Rates) -> list[Pay]:
    """Everybody's pay by a bulletin of the staff, by staff number. Raises ``UsageFault`` for a query that fails.

    Who has no score gets no performance pay. Amounts are rounded half up to the fen, each on its own.
    """
    roles: dict[str, str] = dict(index.sql("SELECT staff_no, coalesce(role, '') FROM staff WHERE staff_no IS NOT NULL"))
    length = (bulletin.until - bulletin.period.start).days + 1
    listed = [
        (each, by_time) for by_time, rates_of in ((False, rates.pieces), (True, rates.hours)) for each in rates_of
    ]
    amounts = [(each, by_time, _amounts(index, each, bulletin)) for each, by_time in listed]
    return [
        _pay_of(each, roles.get(each.unit.code, ""), length, rates, amounts)
        for each in sorted(bulletin.units, key=lambda one: one.unit.code)
    ]


def pay_table(bulletin: Bulletin, found: Sequence[Pay]) -> Table:
    """A line for everybody, and their sum."""
    columns = (
        TableColumn("staff_no", "工号", "staff no."),
        TableColumn("name", "姓名", "name", sens=PERSONAL, mask="name"),
        TableColumn("base", "绩效基数", "base", "number"),
        TableColumn("score", "得分", "score", "number"),
        TableColumn("days", "在岗天数", "days in post", "count"),
        TableColumn("length", "应在岗", "of", "count"),
        TableColumn("performance", "绩效", "performance", "number"),
        TableColumn("pieces", "计件", "by the piece", "number"),
        TableColumn("hours", "计时", "by the hour", "number"),
        TableColumn("total", "合计（元）", "total, yuan", "number"),
    )
    rows = [
        (
            each.staff_no, each.name, float(each.base), None if each.score is None else float(each.score), each.days,
            each.length, float(each.performance), _sum(each, by_time=False), _sum(each, by_time=True),
            float(each.total),
        )
        for each in found
    ]  # fmt: skip
    sums = [float(sum((each.performance for each in found), Decimal(0)))]
    sums += [sum(_sum(each, by_time=by_time) for each in found) for by_time in (False, True)]
    sums.append(float(sum((each.total for each in found), Decimal(0))))
    period = bulletin.period
    note = Words(
        "绩效＝基数×得分÷100×在岗天数÷应在岗天数；没有得分的不计绩效。",
        "Performance = base × score / 100 × days in post / days; without a score there is none.",
    )
    last = (Words("合计", "total"), None, None, None, None, None, *sums)
    title = Words(f"绩效核算表（{period.label}）", f"Pay by performance, {period.label}")
    return Table(title, columns, (*rows, last), notes=(note,))


def work_table(found: Sequence[Pay]) -> Table:
    """Every piece and hour counted, with rate and quality."""
    columns = (
        TableColumn("staff_no", "工号", "staff no."),
        TableColumn("name", "姓名", "name", sens=PERSONAL, mask="name"),
        TableColumn("way", "方式", "paid by"),
        TableColumn("work", "项目", "work", width=20),
        TableColumn("amount", "数量", "amount", "number"),
        TableColumn("rate", "单价", "rate", "number"),
        TableColumn("quality", "质量系数", "quality", "number"),
        TableColumn("by", "质量指标", "indicator"),
        TableColumn("pay", "金额（元）", "yuan", "number"),
    )
    rows = tuple(
        (
            each.staff_no, each.name, Words("计时", "hour") if one.by_time else Words("计件", "piece"),
            Words(one.rate.zh, one.rate.en), float(one.amount), float(one.rate.rate), float(one.quality),
            one.rate.quality or None, float(one.pay),
        )
        for each in found for one in each.work
    )  # fmt: skip
    return Table(Words("计件计时明细", "Work by the piece and by the hour"), columns, rows)


def _pay_of(
    each: UnitScore, role: str, length: int, rates: Rates, amounts: Sequence[tuple[Rate, bool, Mapping[str, Decimal]]]
) -> Pay:
    number, days = each.unit.code, min(each.unit.days or 0, length)
    base = rates.staff.get(number, rates.base.get(role, Decimal(0)))
    score = None if each.score is None else Decimal(str(each.score))
    counted = Decimal(0) if score is None else score if rates.most is None else min(score, rates.most)
    work = tuple(
        _worked(each, rate, listed[number], by_time=by_time) for rate, by_time, listed in amounts if listed.get(number)
    )
    performance = _yuan(base * counted / _FULL * days / length)
    return Pay(number, each.unit.name, role, base, score, days, length, performance, work)


def _worked(each: UnitScore, rate: Rate, amount: Decimal, *, by_time: bool) -> Worked:
    result = each.results.get(rate.quality)
    share = 1.0 if result is None or result.share is None else result.share
    quality = Decimal(str(round(share, 4)))
    return Worked(rate, by_time, amount, quality, _yuan(rate.rate * amount * quality))


def _amounts(index: Index, rate: Rate, bulletin: Bulletin) -> dict[str, Decimal]:
    """How much of a kind of work everybody did; a record counts once a person."""
    tables = [table.name for table in index.tables()]
    if any(name not in tables for name in rate.needs):
        return {}
    query = dated(rate.sql, bulletin.period.start, bulletin.until)
    try:
        if (wrong := harm(index.sql, query, tables)) is not None:
            raise UsageFault(wrong.zh, wrong.en)
        names = {row[0] for row in index.sql(f"DESCRIBE {query}")}
        amount = "max(CAST(amount AS DECIMAL(12, 2)))" if "amount" in names else "1::DECIMAL(12, 2)"
        each = f"SELECT staff, record, {amount} AS amount FROM ({query}) WHERE staff IS NOT NULL GROUP BY staff, record"
        return dict(index.sql(f"SELECT staff, sum(amount) FROM ({each}) GROUP BY staff"))
    except DatabaseError as error:
        reason = str(error).strip().split("\n")[0]
        raise UsageFault(
            f"单价 {rate.key} 的查询不能用：{reason}", f"The query of {rate.key} fails: {reason}"
        ) from error


def _sum(each: Pay, *, by_time: bool) -> float:
    return float(sum((one.pay for one in each.work if one.by_time is by_time), Decimal(0)))


def _yuan(amount: Decimal) -> Decimal:
    return amount.quantize(_FEN, ROUND_HALF_UP)
