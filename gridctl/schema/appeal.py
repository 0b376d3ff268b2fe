"""复核申诉: somebody objects to a figure of a published bulletin, and what came of it."""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Record
from gridctl.schema.types import Count, Date, LongText, Text


class Appeal(Record):
    """One appeal. It is open until it has an outcome; one that was upheld leads to a correction of the bulletin."""

    bulletin: Annotated[Text | None, Col("通报编号", "bulletin", sens=PUBLIC, need="default")] = None
    unit: Annotated[Text | None, Col("申诉对象", "unit", ("被通报对象",), sens=PUBLIC, need="default")] = None
    indicator: Annotated[Text | None, Col("申诉指标", "indicator", ("指标",), sens=PUBLIC)] = None
    appealed_by: Annotated[Text | None, Col("申诉人", "appealed by", need="default")] = None
    appealed_on: Annotated[Date | None, Col("申诉日期", "appealed on", sens=PUBLIC, need="default")] = None
    reason: Annotated[LongText | None, Col("申诉理由", "reason", ("理由",), need="default", max_length=1000)] = None
    outcome: Annotated[str | None, Col("申诉结果", "outcome", ("处理结果",), sens=PUBLIC, codes="appeal_outcome")] = (
        None
    )
    answer: Annotated[LongText | None, Col("答复意见", "answer", ("处理意见",), max_length=1000)] = None
    decided_by: Annotated[Text | None, Col("答复人", "decided by", ("处理人",))] = None
    decided_on: Annotated[Date | None, Col("答复日期", "decided on", ("处理日期",), sens=PUBLIC)] = None
    correction: Annotated[Count | None, Col("更正号", "correction number", sens=PUBLIC)] = None
