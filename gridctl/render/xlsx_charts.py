"""Native charts of a workbook, drawn by Excel from the cells of its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.render.xlsx import ChartSpec
    from gridctl.render.xlsx_sheet import SheetWriter

# Red for what the chart is about, greys and a blue for what it is compared with.
_COLOURS = ("#C00000", "#7F7F7F", "#2F5597", "#BF9000", "#548235")
_ROW_PIXELS = 20


def add_charts(book: Any, writers: Sequence[SheetWriter], index: int, language: str) -> None:
    """Put a sheet's charts below its table, one under the other."""
    writer = writers[index]
    row = writer.bottom + 1
    for spec in writer.spec.charts:
        source = writers[index if spec.sheet is None else spec.sheet]
        if not source.spec.table.rows:
            continue
        writer.page.insert_chart(row, 0, _chart(book, spec, source, language), {"object_position": 2})
        row += spec.size[1] // _ROW_PIXELS + 2


def _chart(book: Any, spec: ChartSpec, source: SheetWriter, language: str) -> Any:
    chart = book.add_chart({"type": spec.kind})
    first = source.top + 1 + spec.first
    count = len(source.spec.table.rows) - spec.first if spec.count is None else spec.count
    last = first + max(count, 1) - 1
    sheet = source.page.get_name()
    for number, key in enumerate(spec.values):
        column = source.column_of(key)
        colour = _COLOURS[number % len(_COLOURS)]
        series: dict[str, Any] = {
            "name": [sheet, source.top, column],
            "categories": [sheet, first, source.column_of(spec.categories), last, source.column_of(spec.categories)],
            "values": [sheet, first, column, last, column],
        }
        # Labels of two columns side by side would cover each other.
        if not number or spec.kind != "column":
            series["data_labels"] = {"value": True, "font": {"size": 8}}
        series["line" if spec.kind == "line" else "fill"] = {"color": colour}
        if spec.kind == "line":
            series["marker"] = {"type": "circle", "fill": {"color": colour}, "border": {"color": colour}}
        else:
            series["gap"] = 60
        chart.add_series(series)
    chart.set_title({"name": spec.title.text(language), "name_font": {"size": 12}, "overlay": False})
    if len(spec.values) == 1:
        chart.set_legend({"none": True})
    else:
        chart.set_legend({"position": "bottom"})
    _set_axes(chart, spec)
    chart.set_size({"width": spec.size[0], "height": spec.size[1]})
    return chart


def _set_axes(chart: Any, spec: ChartSpec) -> None:
    amounts: dict[str, Any] = {"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0}
    if spec.percent:
        amounts |= {"max": 1, "num_format": "0%"}
    names: dict[str, Any] = {"num_font": {"size": 9}}
    if spec.kind == "bar":
        # Excel draws bars from the bottom up; reversed, the first row is on top as in the table, and the amounts
        # would be too, unless set at the far end. A bar chart's axis of names is its vertical one.
        names["reverse"] = True
        amounts["label_position"] = "high"
        chart.set_y_axis(names)
        chart.set_x_axis(amounts)
        return
    chart.set_x_axis(names)
    chart.set_y_axis(amounts)
