"""满意度调查: one answer of a resident, asked by the community or by a third party (群众评议, 第三方满意度).

What it counts for: indicator E1, the guide's topic ``scores``.
"""

from typing import Annotated

from gridctl.schema.col import PERSONAL, PUBLIC, Col
from gridctl.schema.record import Record
from gridctl.schema.types import Code, Date, LongText, Text


class Survey(Record):
    """One answer. It counts for the staff named, otherwise for those who served the grid that day."""

    form_no: Annotated[Text | None, Col("问卷编号", "form number", ("问卷号",), sens=PUBLIC, need="default")] = None
    kind: Annotated[
        str | None, Col("调查类别", "kind of survey", ("评议类别",), sens=PUBLIC, codes="survey_kind", need="default")
    ] = None
    answered_on: Annotated[
        Date | None, Col("调查日期", "answered on", ("评议日期", "回访日期"), sens=PUBLIC, need="default")
    ] = None
    grid_code: Annotated[
        Code | None, Col("网格编码", "grid code", ("所属网格", "网格"), sens=PUBLIC, need="default", ref="grids")
    ] = None
    staff: Annotated[Text | None, Col("被评网格员", "staff", ("被评议人", "网格员"), sens=PUBLIC, ref="staff")] = None
    satisfaction: Annotated[
        str | None,
        Col("满意度", "satisfaction", ("评价", "评议结果"), sens=PUBLIC, codes="satisfaction", need="default"),
    ] = None
    respondent: Annotated[
        Text | None, Col("受访人", "respondent", ("受访户", "居民姓名"), sens=PERSONAL, mask="name", max_length=50)
    ] = None
    channel: Annotated[Text | None, Col("调查方式", "channel", ("调查渠道",), sens=PUBLIC)] = None
    asked_by: Annotated[Text | None, Col("调查单位", "asked by", ("调查人", "调查机构"), need="default")] = None
    opinion: Annotated[
        LongText | None,
        Col("意见建议", "opinion", ("意见", "不满意原因"), sens=PERSONAL, mask="text", max_length=1000),
    ] = None
