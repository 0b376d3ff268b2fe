"""专项行动: a cohort to be reached by a day, and the questions to ask. The answers are taken from the visits."""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Part, Record
from gridctl.schema.types import Code, CodeList, Date, LongText, Text, TextList


class CampaignQuestion(Part):
    """One question; with choices, its answers are counted in these classes."""

    question: Annotated[Text | None, Col("问题", "question", sens=PUBLIC, need="default", max_length=100)] = None
    choices: Annotated[TextList, Col("选项", "choices", sens=PUBLIC)] = []


class Campaign(Record):
    """One special campaign. ``cohort`` is a condition over the index table ``target`` names; empty: every record."""

    code: Annotated[
        Code | None, Col("专项编码", "campaign code", ("专项编号", "编码"), sens=PUBLIC, need="default")
    ] = None
    name: Annotated[Text | None, Col("专项名称", "name", ("名称",), sens=PUBLIC, need="default", max_length=100)] = None
    matter_code: Annotated[
        Code | None, Col("事项编码", "matter code", ("事项",), sens=PUBLIC, ref="matters", need="default")
    ] = None
    target: Annotated[str | None, Col("对象台账", "target table", sens=PUBLIC, codes="duty_target", need="default")] = (
        None
    )
    cohort: Annotated[Text | None, Col("对象条件", "cohort condition", sens=PUBLIC)] = None
    grids: Annotated[CodeList, Col("涉及网格", "grids", sens=PUBLIC, ref="grids")] = []
    first_day: Annotated[Date | None, Col("开始日期", "first day", sens=PUBLIC, need="default")] = None
    last_day: Annotated[Date | None, Col("结束日期", "last day", ("截止日期",), sens=PUBLIC, need="default")] = None
    questions: Annotated[
        list[CampaignQuestion], Col("询问内容", "questions", sens=PUBLIC, table="campaign_questions")
    ] = []
    declared_by: Annotated[Text | None, Col("部署单位", "declared by", sens=PUBLIC, need="default")] = None
    doc_no: Annotated[Text | None, Col("部署文号", "document number", sens=PUBLIC)] = None
    report_to: Annotated[Text | None, Col("报送单位", "report to", sens=PUBLIC)] = None
    summary: Annotated[LongText | None, Col("总结", "summary", sens=PUBLIC, max_length=4000)] = None
