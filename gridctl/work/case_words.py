"""What moves and stages of cases are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.findings.coded import coded
from gridctl.findings.table import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.work.case_moves import Move

MOVE_WORDS: dict[str, Words] = {
    "open": Words("采集", "open"),
    "classify": Words("分类", "classify"),
    "refuse": Words("不予受理", "refuse"),
    "dispatch": Words("派单", "dispatch"),
    "claim": Words("认领", "claim"),
    "accept": Words("签收", "accept"),
    "progress": Words("续报", "progress"),
    "handle": Words("处置", "handle"),
    "reply": Words("回复", "reply"),
    "close": Words("核消", "close"),
    "evaluate": Words("评价", "evaluate"),
    "return": Words("退回", "return"),
    "reopen": Words("重办", "reopen"),
    "merge": Words("并案", "merge"),
    "extend": Words("延期", "extend"),
    "deliberate": Words("记议事", "deliberate"),
}
NEED_WORDS: dict[str, Words] = {
    "matter_code": Words("事项编码 --matter", "the matter, --matter"),
    "level": Words("事件等级 --level", "the level, --level"),
    "note": Words("情况或理由 --note", "a note, --note"),
    "to": Words("交给谁 --to", "whom it goes to, --to"),
    "satisfaction": Words("满意度 --satisfaction", "the satisfaction, --satisfaction"),
    "by": Words("办理人 --by", "who does it, --by"),
}


def stage_words(stage: str) -> Words:
    """A stage as the code list calls it."""
    return coded("case_stage", stage or "classify")


def next_moves(moves: Iterable[Move]) -> Words:
    """Moves as a sentence would list them, with their commands."""
    names = dict.fromkeys(each.name for each in moves)
    zh = "、".join(f"{MOVE_WORDS[name].zh}（{name}）" for name in names)
    return Words(zh or "没有了", ", ".join(names) or "nothing")
