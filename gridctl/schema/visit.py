"""民情走访: who was visited by whom, what was asked, found and needed. No national standard exists for it."""

from typing import Annotated

from gridctl.schema.col import PERSONAL, PUBLIC, Col
from gridctl.schema.record import Part, Record
from gridctl.schema.types import Code, Date, LongText, Moment, PhraseList, Text, TextList


class VisitChange(Part):
    """Something the visit found to be different from the ledger; it becomes an edit of that ledger."""

    field: Annotated[Text | None, Col("变更项", "field", ("变动项",), need="default")] = None
    value: Annotated[
        Text | None, Col("变更为", "new value", ("变动后",), sens=PERSONAL, mask="text", need="default")
    ] = None


class VisitAnswer(Part):
    """What was answered to one question of a special campaign."""

    question: Annotated[Text | None, Col("问题", "question", sens=PUBLIC, need="default")] = None
    answer: Annotated[Text | None, Col("回答", "answer", sens=PERSONAL, mask="text", need="default")] = None


class Visit(Record):
    """One visit to a household, person, business or building; ``target`` is that record's id or key."""

    visited_on: Annotated[
        Date | None, Col("走访日期", "visited on", ("走访时间", "入户日期", "入户时间", "日期"), need="default")
    ] = None
    arrived_at: Annotated[Moment | None, Col("到达时间", "arrived at", ("到访时间", "签到时间"))] = None
    grid_code: Annotated[
        Code | None,
        Col("网格编码", "grid code", ("所属网格", "网格", "所在网格"), sens=PUBLIC, need="default", ref="grids"),
    ] = None
    staff: Annotated[
        TextList,
        Col(
            "走访人员", "staff", ("走访人", "网格员", "走访网格员", "走访干部", "入户人员"), need="default", ref="staff"
        ),
    ] = []
    target_kind: Annotated[
        str | None, Col("走访对象类别", "target kind", ("对象类别", "对象类型"), codes="target_kind", need="default")
    ] = None
    target: Annotated[Text | None, Col("走访对象编号", "target", ("对象编号",), sens=PUBLIC)] = None
    house_code: Annotated[Code | None, Col("房屋编码", "house code", ("房屋编号",), ref="households")] = None
    target_name: Annotated[
        Text | None,
        Col(
            "走访对象",
            "target name",
            ("被走访人", "走访对象姓名", "对象姓名", "户主姓名", "走访户", "姓名"),
            sens=PERSONAL,
            mask="name",
        ),
    ] = None
    reason: Annotated[
        str | None,
        Col("走访事由", "reason", ("走访原因", "走访类型", "走访类别"), codes="visit_reason", need="default"),
    ] = None
    mode: Annotated[str | None, Col("走访方式", "mode", ("方式", "入户方式"), codes="visit_mode", need="default")] = (
        None
    )
    situation: Annotated[str | None, Col("情形", "situation", ("工作情形",), codes="situation")] = None
    matter_code: Annotated[Code | None, Col("事项编码", "matter code", ("事项",), sens=PUBLIC, ref="matters")] = None
    campaign: Annotated[Code | None, Col("专项编码", "campaign", ("专项行动编码",), sens=PUBLIC, ref="campaigns")] = (
        None
    )
    answers: Annotated[list[VisitAnswer], Col("专项回答", "answers", sens=PERSONAL, table="visit_answers")] = []
    asked: Annotated[TextList, Col("必问事项", "asked", ("询问事项", "必问"))] = []
    findings: Annotated[
        LongText | None,
        Col(
            "走访情况",
            "findings",
            ("走访内容", "走访记录", "情况记录", "了解情况"),
            sens=PERSONAL,
            mask="text",
            max_length=4000,
        ),
    ] = None
    needs: Annotated[
        PhraseList, Col("诉求", "needs", ("群众诉求", "困难及诉求", "需求"), sens=PERSONAL, mask="text")
    ] = []
    hazards: Annotated[PhraseList, Col("隐患", "hazards", ("发现隐患", "隐患问题", "安全隐患"))] = []
    changes: Annotated[
        list[VisitChange], Col("信息变更", "changes", ("变动情况",), sens=PERSONAL, table="visit_changes")
    ] = []
    follow_up_case: Annotated[Text | None, Col("后续事件", "follow-up case", ("事件编号", "工单号"), sens=PUBLIC)] = (
        None
    )
    next_visit: Annotated[Date | None, Col("下次走访日期", "next visit", ("下次走访时间",))] = None
    received_by: Annotated[Text | None, Col("签收人", "received by", sens=PERSONAL, mask="name")] = None
    received_note: Annotated[Text | None, Col("签收备注", "receipt note")] = None
