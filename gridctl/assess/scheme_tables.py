"""The scheme as tables: what counts how much, what scores may be given for, and the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.findings.table import Table, TableColumn, Words

if TYPE_CHECKING:
    from gridctl.assess.scheme import Adjustment, Scheme
    from gridctl.assess.sources import Basis


def weights_table(basis: Basis) -> Table:
    """The indicators with weight, target and minimum sample; the grades below."""
    columns = (
        TableColumn("code", "编号", "code", width=6),
        TableColumn("name", "指标", "indicator", width=24),
        TableColumn("weight", "权重", "weight", "number"),
        TableColumn("target", "目标", "target"),
        TableColumn("sample", "最小样本", "min. sample", "count"),
        TableColumn("source", "出自", "from", width=30),
    )
    rows = tuple(
        (
            code,
            each.name,
            basis.weight(code),
            f"{'≥' if each.direction == 'up' else '≤'}{basis.target(code) * 100:g}%",
            each.minimum_sample,
            each.source.rpartition("/")[2],
        )
        for code, each in basis.indicators.items()
    )
    scheme = basis.scheme
    zh = "、".join(f"{b.zh} {b.least:g} 起" + (f"（不超过 {b.quota:.0%}）" if b.quota else "") for b in scheme.bands)
    en = ", ".join(f"{b.en} from {b.least:g}" + (f" (at most {b.quota:.0%})" if b.quota else "") for b in scheme.bands)
    footer = (Words(f"等次：{zh}", f"Grades: {en}"),)
    return Table(Words(scheme.name_zh, scheme.name_en), columns, rows, footer=footer)


def inputs_table(scheme: Scheme) -> Table:
    """What scores may be given for, with the points."""
    columns = (
        TableColumn("key", "代号", "key"),
        TableColumn("name", "项目", "input"),
        TableColumn("points", "分值", "points", width=30),
        TableColumn("group", "归类", "group"),
    )
    rows: list[tuple[str | Words | None, ...]] = [
        (key, each.words, f"{each.least:g} … {each.most:g}", None) for key, each in scheme.inputs.items()
    ]
    for group in scheme.adjustments:
        cap = "" if group.cap is None else f" ≤{group.cap:g}"
        name = Words(f"{group.zh}{cap}", f"{group.en}{cap}")
        rows += [(key, each.words, _points(each), name) for key, each in group.items.items()]
    return Table(Words("打分项目", "Inputs"), columns, tuple(rows))


def annual_table(scheme: Scheme) -> Table:
    """What a year's score is made of."""
    columns = (
        TableColumn("name", "年度考评", "the year"),
        TableColumn("weight", "权重", "weight", "number"),
        TableColumn("source", "来源", "from"),
    )
    bulletins = Words("各季通报得分的平均", "mean of the bulletins' scores")
    rows = []
    for each in scheme.annual:
        given = Words(f"“{each.words.zh}”的打分", f"scores given as {each.name}")
        rows.append((each.words, each.weight, bulletins if each.source == "bulletins" else given))
    return Table(Words("年度考评的组成", "The year's score"), columns, tuple(rows))


def _points(each: Adjustment) -> str:
    if each.levels:
        from gridctl.schema.codelists import code_list

        names = {item.key: item.zh for item in code_list("award_level").items}
        return " ".join(f"{names.get(level, level)}{points:+g}" for level, points in each.levels.items())
    return "" if each.points is None else f"{each.points:+g}"
