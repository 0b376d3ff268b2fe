"""The derived table ``case_status``: one row a current case, read by lists, indicators and rules."""

from __future__ import annotations

from gridctl.work.derived import DerivedTable

# Name: SQL type, what it holds (zh, en).
CASE_STATUS_COLUMNS: dict[str, tuple[str, str, str]] = {
    "case_id": ("VARCHAR", "事件编号（记录）", "id of the case"),
    "case_no": ("VARCHAR", "事件编号", "case number"),
    "grid_code": ("VARCHAR", "网格编码", "grid code"),
    "matter_code": ("VARCHAR", "事项编码", "matter code"),
    "level": ("VARCHAR", "事件等级，未分类为空", "level; null until classified"),
    "situation": ("VARCHAR", "情形，未写为 routine", "situation; routine where none is written"),
    "kind": ("VARCHAR", "类别：problem、wish、deliberation", "kind: problem, wish, deliberation"),
    "source": ("VARCHAR", "事件来源", "source"),
    "visit": ("VARCHAR", "来源走访编号", "id of the visit it came from"),
    "stage": (
        "VARCHAR",
        "办理阶段：待办 classify、dispatch、accept、handle、reply、verify、evaluate；结束 finished、refused、merged",
        "waits for classify, dispatch, accept, handle, reply, verify, evaluate; or ended: finished, refused, merged",
    ),
    "holder": ("VARCHAR", "现在由谁负责：工号或单位", "who answers for it now: staff number or unit"),
    "owner": ("VARCHAR", "首接责任人", "who received it first"),
    "handler": ("VARCHAR", "签收或认领的人", "who accepted or claimed it last"),
    "sent_to": (
        "VARCHAR",
        "派给谁、还没有签收，别的阶段为空",
        "whom it was sent to and waits for; null at other stages",
    ),
    "opened_at": ("TIMESTAMP", "采集时间", "when it was collected"),
    "received_at": ("TIMESTAMP", "首次分类的时间，不予受理的也算", "when it was first classified or refused"),
    "dispatched_at": ("TIMESTAMP", "首次派单时间", "when it was first dispatched"),
    "accepted_at": ("TIMESTAMP", "首次签收时间", "when it was first accepted"),
    "handled_at": ("TIMESTAMP", "最后一次处置完成的时间", "when handling was last done"),
    "replied_at": ("TIMESTAMP", "最后一次回复的时间", "when the reply was last given"),
    "closed_at": ("TIMESTAMP", "最后一次核消时间，重办后为空", "when last verified and closed; null once reopened"),
    "evaluated_at": ("TIMESTAMP", "评价时间", "when evaluated"),
    "step_due_at": ("TIMESTAMP", "当前环节的时限，结束后为空", "limit of the step it waits for; null at its end"),
    "due_at": (
        "TIMESTAMP",
        "办结时限：处置、回复、核消限时之和，含批准的延期",
        "by when it should be closed: handling, reply and verification, with approved extensions",
    ),
    "receive_due_at": ("TIMESTAMP", "分类时限", "by when it should have been classified"),
    "late_step": ("VARCHAR", "第一个超时的环节", "the first step that was late"),
    "late": ("BOOLEAN", "办结超时（到查看之日）", "closed late, or not closed and past due"),
    "card": ("VARCHAR", "亮牌：空、yellow、red，取最重的", "card: empty, yellow or red, the worst one"),
    "extended": ("BOOLEAN", "批准过延期", "an extension was approved"),
    "extension_days": ("BIGINT", "批准的延期工作日合计", "working days of approved extensions"),
    "returns": ("BIGINT", "退回次数", "times returned"),
    "reopened": ("BIGINT", "重办次数", "times reopened"),
    "rejected": ("BOOLEAN", "不予受理", "not admitted"),
    "merged_into": ("VARCHAR", "并入的事件", "case it was merged into"),
    "settled_level": (
        "VARCHAR",
        "化解层级：grid、community、subdistrict、department；未核消为空",
        "level at which it was settled: grid, community, subdistrict, department; null until closed",
    ),
    "settled_by": ("VARCHAR", "处置人", "who handled it"),
    "success": ("BOOLEAN", "是否成功", "resolved"),
    "satisfaction": ("VARCHAR", "满意度", "satisfaction"),
    "illegal": (
        "VARCHAR",
        "第一个不合流程的环节序号与动作，空为合规",
        "the first step that is no legal move, or empty",
    ),
}
CASE_STATUS = DerivedTable(
    "case_status", "事件进度", "where cases stand",
    CASE_STATUS_COLUMNS | {"fingerprint": ("VARCHAR", "记录的指纹", "fingerprint of the record")},
)  # fmt: skip
"""``fingerprint`` tells whether the record is the one the row was worked out from."""
