"""Judging: indicators' queries run over a period, into one table of records with what was asked and what was met."""

# ruff: noqa: S608 - queries are put together from own text and from indicators, which `harm` has looked at

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gridctl.assess.finding import finding
from gridctl.assess.inputs import queries_of
from gridctl.findings.table import Words
from gridctl.store.database import DatabaseError
from gridctl.store.faults import UsageFault
from gridctl.store.harmless import harm
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from gridctl.assess.indicator import Indicator
    from gridctl.findings.finding import Finding
    from gridctl.store.index import Index

_DAY = pattern(r"\$(from|to)\b")
_OPTIONAL = {"on": "DATE", "staff": "VARCHAR", "department": "VARCHAR"}


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Why an indicator does not apply, with the fault of its query where that is the reason."""

    reason: Words
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Judge:
    """Runs the queries of some indicators, each looked at once for as many periods as are judged."""

    index: Index
    indicators: Mapping[str, Indicator]
    _ready: dict[str, str] = field(default_factory=dict)
    departments: set[str] = field(default_factory=set)
    """The indicators that name a department for their records, of those judged so far."""

    @property
    def numbers(self) -> dict[str, int]:
        """The number under which each indicator stands in the table, by its code."""
        return {code: number for number, code in enumerate(self.indicators)}

    def judge(self, start: date, end: date) -> dict[str, Unjudged]:
        """Fill the temporary table ``_judged`` for a period; returns what could not be judged, by code.

        A row a record: ``indicator`` (its number), ``record``, ``unit``, ``asked`` and ``met``, and ``"on"``, ``staff``
        and ``department`` where the indicator gives them. ``asked`` is null for records of the numerator alone.
        """
        tables = [table.name for table in self.index.tables()]
        self.index.sql(
            "CREATE OR REPLACE TEMP TABLE _judged (indicator INTEGER, record VARCHAR, unit VARCHAR, asked DOUBLE, "
            'met DOUBLE, "on" DATE, staff VARCHAR, department VARCHAR)'
        )
        wrong: dict[str, Unjudged] = {}
        for number, (code, indicator) in enumerate(self.indicators.items()):
            missing = [name for name in indicator.needs if name not in tables]
            if missing:
                wrong[code] = Unjudged(_no_table(missing[0]))
                continue
            try:
                if code not in self._ready:
                    self._ready[code] = self._query(indicator, start, end, tables)
                self.index.sql(f"INSERT INTO _judged SELECT {number}, * FROM ({dated(self._ready[code], start, end)})")
            except (DatabaseError, UsageFault) as error:
                said = (_REFUSED, str(error).strip().split("\n")[0])
                zh, en = (error.zh, error.en) if isinstance(error, UsageFault) else said
                params = {"indicator": code, "reason": en, "reason_zh": zh}
                fault = finding("A107", indicator.source, params=params)
                wrong[code] = Unjudged(Words("查询出错，本期不计", "its query fails"), (fault,))
        return wrong

    def _query(self, indicator: Indicator, start: date, end: date, tables: Collection[str]) -> str:
        """Numerator and denominator put together by record, the days still open; raises UsageFault."""
        shapes = []
        for query in queries_of(indicator):
            if (wrong := harm(self.index.sql, dated(query, start, end), tables)) is not None:
                raise UsageFault(wrong.zh, wrong.en)
            described = self.index.sql(f"DESCRIBE SELECT * FROM (\n{dated(query, start, end)}\n)")
            shapes.append({row[0] for row in described})
        about, have = shapes
        if "department" in about or indicator.unit == "department":
            self.departments.add(indicator.code)
        for name in ("unit", "record"):
            if name not in about:
                raise UsageFault(f"分母没有 {name} 列", f"the denominator has no column {name}")
        if "record" not in have:
            raise UsageFault("分子没有 record 列", "the numerator has no column record")
        optional = ", ".join(
            f'min(CAST("{name}" AS {kind})) AS "{name}"' if name in about else f'CAST(NULL AS {kind}) AS "{name}"'
            for name, kind in _OPTIONAL.items()
        )
        asked, met = queries_of(indicator)
        return (
            f"SELECT coalesce(a.record, m.record), a.unit, a.asked, coalesce(m.met, 0::DOUBLE), {_listed(_OPTIONAL)} "
            f"FROM (SELECT {_RECORD}, coalesce(min(CAST(unit AS VARCHAR)), '') AS unit, {_amount(about)} AS asked, "
            f"{optional} FROM (\n{asked}\n) GROUP BY 1) a "
            f"FULL JOIN (SELECT {_RECORD}, {_amount(have)} AS met FROM (\n{met}\n) GROUP BY 1) m ON a.record = m.record"
        )


def dated(sql: str, start: date, end: date) -> str:
    """A query with ``$from`` and ``$to`` put in."""
    days = {"from": start, "to": end}
    return _DAY.sub(lambda match: f"DATE '{days[match[1]]}'", sql)


_REFUSED = "数据库不接受这条查询"
_RECORD = "coalesce(CAST(record AS VARCHAR), '') AS record"


def _amount(columns: Collection[str]) -> str:
    return "min(CAST(amount AS DOUBLE))" if "amount" in columns else "1::DOUBLE"


def _listed(columns: Collection[str]) -> str:
    return ", ".join(f'a."{name}"' for name in columns)


def _no_table(name: str) -> Words:
    return Words(f"没有 {name} 表的数据，本期不计", f"there is no table {name}: does not apply")
