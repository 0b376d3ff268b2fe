"""考评打分: one score given to somebody, by whom, when and why: daily scores, self-reviews, appraisals, awards, flags.

What an input is called, and what it counts for, is up to the scheme (``assess/scheme.yaml``).
"""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Record
from gridctl.schema.types import Date, LongText, Points, Text, TextList


class Score(Record):
    """One score. Points are out of 100 for what is averaged, plus or minus for what is added or taken off.

    A score counts in the period it names, otherwise in that of its day.
    """

    unit_kind: Annotated[
        str | None, Col("考评对象类别", "kind of unit", ("对象类别",), sens=PUBLIC, codes="score_unit", need="default")
    ] = None
    unit: Annotated[Text | None, Col("考评对象", "unit", ("被考评人", "被考评人工号", "工号", "对象"), sens=PUBLIC)] = (
        None
    )
    input: Annotated[
        Text | None, Col("考评项目", "input", ("打分项目", "项目", "考核项目"), sens=PUBLIC, need="default")
    ] = None
    scored_on: Annotated[
        Date | None, Col("打分日期", "scored on", ("考评日期", "日期"), sens=PUBLIC, need="default")
    ] = None
    period: Annotated[Text | None, Col("所属期", "period", ("考核期",), sens=PUBLIC)] = None
    points: Annotated[Points | None, Col("分值", "points", ("得分", "分数", "加减分"), sens=PUBLIC)] = None
    level: Annotated[
        str | None, Col("认定层级", "level", ("表彰层级", "创新层级"), sens=PUBLIC, codes="award_level")
    ] = None
    reason: Annotated[
        LongText | None,
        Col("打分理由", "reason", ("理由", "事由", "扣分原因", "加分原因"), need="default", max_length=1000),
    ] = None
    given_by: Annotated[Text | None, Col("打分人", "given by", ("考评人", "评分人"), need="default")] = None
    evidence: Annotated[TextList, Col("佐证编号", "evidence", ("佐证", "佐证材料"), sens=PUBLIC)] = []
    approved_by: Annotated[Text | None, Col("签批人", "approved by", ("审批人",))] = None
    approved_on: Annotated[Date | None, Col("签批日期", "approved on", sens=PUBLIC)] = None
