"""Two sets of a bulletin's figures side by side: what differs, unit by unit and indicator by indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gridctl.findings.table import Table, TableColumn, Words, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gridctl.findings.table import Cell

# What a bulletin says of itself rather than of its units.
_NOT_FIGURES: Final = frozenset(("data_revision", "inputs_revision", "warnings", "next_steps"))
_EVIDENCE: Final = frozenset(("hits", "misses"))
# What a reader looks for first.
HEADLINES: Final = frozenset(("score", "grade", "rank", "numerator", "denominator"))
_WORDS: Final = {
    "score": Words("得分", "score"),
    "base": Words("基础分", "base"),
    "grade": Words("等次", "grade"),
    "by_score": Words("按分等次", "grade by score"),
    "rank": Words("名次", "rank"),
    "change": Words("较上期", "change"),
    "numerator": Words("分子", "numerator"),
    "denominator": Words("分母", "denominator"),
    "value": Words("结果", "value"),
    "previous": Words("上期", "before"),
    "weight": Words("权重", "weight"),
    "hits": Words("计入记录", "records counted"),
    "misses": Words("未达记录", "records missed"),
    "days": Words("在岗天数", "days in post"),
    "totals": Words("总量", "totals"),
    "quality": Words("数据质量", "data quality"),
    "error": Words("错误", "errors"),
    "warning": Words("提醒", "warnings"),
    "info": Words("提示", "notes"),
    "share": Words("目标完成度", "share of target"),
    "year_ago": Words("上年同期", "a year ago"),
    "population": Words("人口", "population"),
    "came": Words("来", "came"),
    "gone": Words("去", "gone"),
    "start": Words("期初", "start"),
    "end": Words("期末", "end"),
    "cases": Words("事件", "cases"),
    "groups": Words("分组", "groups"),
    "adjustments": Words("加减分", "bonus and deductions"),
    "vetoes": Words("一票否决", "vetoes"),
    "remark": Words("说明", "remark"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that differs. ``unit`` is a code ("" for the community), ``indicator`` a code or ""."""

    unit: str
    indicator: str
    what: str
    before: Any
    after: Any

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "unit": self.unit or None, "indicator": self.indicator or None, "figure": self.what,
            "before": self.before, "after": self.after,
        }  # fmt: skip


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every figure in which two bulletins differ; of evidence the ids that went and came."""
    found = [*_of_unit("", before["community"], after["community"])]
    old, new = (_by_code(data) for data in (before, after))
    for code in dict.fromkeys((*old, *new)):
        found += _of_unit(code, old.get(code, {}), new.get(code, {}))
    rest = set(before) | set(after)
    for name in sorted(rest - _NOT_FIGURES - {"community", "units"}):
        found += _values("", "", name, before.get(name), after.get(name))
    return found


def difference_table(
    found: Iterable[Difference], title: Words, names: Mapping[str, Words], *, notes: tuple[Words, ...] = ()
) -> Table:
    """The differences as a table: what was published, and what holds now; ``names`` are those of grades and totals."""
    columns = (
        TableColumn("unit", "对象", "unit", width=12),
        TableColumn("indicator", "指标", "indicator", width=6),
        TableColumn("figure", "项目", "figure", width=18),
        TableColumn("before", "原公布", "published", width=16),
        TableColumn("after", "更正为", "corrected", width=16),
    )
    rows = tuple(
        (
            each.unit or Words("全社区", "whole"),
            each.indicator,
            _named(each.what, names),
            _cell(each.before, names),
            _cell(each.after, names),
        )
        for each in found
    )
    return Table(title, columns, rows, notes)


def _by_code(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {each["code"]: each for each in data["units"]}


def _of_unit(code: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        if name == "indicators":
            old, new = before.get(name, {}), after.get(name, {})
            for indicator in dict.fromkeys((*old, *new)):
                one, other = old.get(indicator, {}), new.get(indicator, {})
                for figure in dict.fromkeys((*one, *other)):
                    yield from _values(code, indicator, figure, one.get(figure), other.get(figure))
        else:
            yield from _values(code, "", name, before.get(name), after.get(name))


def _values(unit: str, indicator: str, what: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if what in _EVIDENCE:
        old, new = set(before or ()), set(after or ())
        yield Difference(unit, indicator, what, sorted(old - new), sorted(new - old))
    elif isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            yield from _values(unit, indicator, f"{what}.{name}", before.get(name), after.get(name))
    else:
        yield Difference(unit, indicator, what, before, after)


def _named(what: str, names: Mapping[str, Words]) -> Words:
    steps = [names.get(step) or _WORDS.get(step) or Words(step, step) for step in what.split(".")]
    return Words(" ".join(step.zh for step in steps), " ".join(step.en for step in steps))


def _cell(value: Any, names: Mapping[str, Words]) -> Cell:
    if isinstance(value, list):
        return listed(map(str, value)) if value else "—"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return "—" if value is None else names.get(str(value), str(value))
