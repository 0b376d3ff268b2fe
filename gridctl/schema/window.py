"""窗口期: a declared major event or emergency, with its hours, grids, matters, roster and stand-down.

While one is open its grids work by its rules: the guide's topic ``tasks``.
"""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Part, Record
from gridctl.schema.types import CodeList, Date, LongText, Moment, Text, TextList


class RosterDay(Part):
    """Who is on duty on one day of a window."""

    date: Annotated[Date | None, Col("值班日期", "duty date", sens=PUBLIC, need="default")] = None
    staff: Annotated[TextList, Col("值班人员", "on duty", sens=PUBLIC, need="default", ref="staff")] = []


class Window(Record):
    """One declared window. Its matters replace or add to the routine ones from its first hour to its last."""

    window_no: Annotated[Text | None, Col("窗口编号", "window number", ("编码",), sens=PUBLIC, need="default")] = None
    name: Annotated[Text | None, Col("窗口名称", "name", ("名称",), sens=PUBLIC, need="default")] = None
    situation: Annotated[str | None, Col("情形", "situation", sens=PUBLIC, codes="situation", need="default")] = None
    kind: Annotated[str | None, Col("窗口类别", "kind", sens=PUBLIC, codes="window_kind", need="default")] = None
    starts_at: Annotated[Moment | None, Col("开始时间", "starts at", sens=PUBLIC, need="default")] = None
    ends_at: Annotated[Moment | None, Col("结束时间", "ends at", sens=PUBLIC)] = None
    grids: Annotated[CodeList, Col("涉及网格", "grids", sens=PUBLIC, ref="grids")] = []
    matters: Annotated[CodeList, Col("启用事项", "matters", sens=PUBLIC, ref="matters")] = []
    roster: Annotated[list[RosterDay], Col("值班表", "roster", sens=PUBLIC, table="roster")] = []
    declared_by: Annotated[Text | None, Col("宣布单位", "declared by", sens=PUBLIC, need="default")] = None
    stood_down_on: Annotated[Date | None, Col("解除日期", "stood down on", sens=PUBLIC)] = None
    stand_down_note: Annotated[LongText | None, Col("解除记录", "stand-down record", sens=PUBLIC)] = None
