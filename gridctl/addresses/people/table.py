"""The groups of one person as a table, a row a mention: for the decision workbook, JSON and the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gridctl.addresses.doubles.casetable import KEEP, VERDICTS
from gridctl.addresses.people.mentions import number_of
from gridctl.addresses.people.words import listed, person_words
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.codelists import code_list
from gridctl.schema.col import PERSONAL, SENSITIVE
from gridctl.text.masking import mask_id, mask_name, mask_phone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.addresses.people.cases import PersonCase
    from gridctl.addresses.people.mentions import Mention
    from gridctl.findings.table import Cell

COLUMNS: Final = (
    TableColumn("group", "组", "group", "count", 4),
    TableColumn("tier", "把握", "tier", width=6),
    TableColumn("verdict", "判断", "verdict", width=8),
    TableColumn("keep", "保留", "keep", width=6),
    TableColumn("place", "登记在", "entered as", width=12),
    TableColumn("state", "状态", "state", width=8),
    TableColumn("name", "姓名", "name", width=12, sens=PERSONAL, mask="name"),
    TableColumn("id_no", "证件号码", "citizen id", width=21, sens=SENSITIVE, mask="id"),
    TableColumn("number", "号码情况", "number is", width=12),
    TableColumn("phones", "电话", "telephones", width=14, sens=PERSONAL, mask="phone"),
    TableColumn("house_code", "房屋编码", "house code", width=27),
    TableColumn("since", "登记或入住", "since", "date", 12),
    TableColumn("issues", "问题", "what is wrong", width=26),
    TableColumn("reasons", "理由", "reasons", width=30),
    TableColumn("why", "为什么", "why", width=20),
    TableColumn("id", "编号", "id", width=30),
)
_TITLE: Final = Words("跨台账的同一人", "Persons in several places")
_NOTES: Final = (
    Words(
        "一组是可能为同一人的几处登记。在每组第一行“判断”里选：同一、不同、待查，整组有效；个别行另有判断的写在那一行，"
        "是与保留行相比。判为同一的，在“保留”里只标一行：此人现住的那一处。",
        "A group is what may be one person, entered several times. Choose a verdict in the first row of each group: it "
        "holds for the group; a verdict in another row holds for that row beside the one kept. Mark one row to keep: "
        "where the person lives now.",
    ),
    Words(
        "填好后运行 gridctl people decide 文件，再用 gridctl people apply 处理。改变以前的判断要在“为什么”里写明。",
        "Then run gridctl people decide FILE, and gridctl people apply. To change an earlier verdict, say why.",
    ),
)


def people_table(cases: Sequence[PersonCase], *, blocks: bool = False) -> Table:
    """The groups as a table; with ``blocks`` an empty row stands between groups and notes say what to fill in."""
    rows: list[tuple[Cell, ...]] = []
    for number, case in enumerate(cases):
        if blocks and number:
            rows.append((None,) * len(COLUMNS))
        rows += [_row(case, each) for each in case.mentions]
    return Table(_TITLE, COLUMNS, tuple(rows), notes=_NOTES if blocks else ())


def case_data(case: PersonCase, *, reveal: bool, language: str) -> dict[str, Any]:
    """One group for machines; names, numbers and telephones are masked unless ``reveal``."""
    return {
        "group": case.number,
        "tier": case.tier,
        "issues": list(case.issues),
        "reasons": list(case.reasons),
        "explanation": [person_words("issues", key).text(language) for key in case.issues]
        + [person_words("reasons", key).text(language) for key in case.reasons],
        "verdict": case.verdict or None,
        "keeper": {"id": case.keeper.ref, "why": case.why_keep},
        "mentions": [
            mention_data(each, reveal=reveal) | {"along": [other.ref for other in case.along.get(each.ref, ())]}
            for each in case.mentions
        ],
    }


def mention_data(mention: Mention, *, reveal: bool) -> dict[str, Any]:
    """One mention for machines."""
    shown = mention.id_no or mention.written
    return {
        "id": mention.ref,
        "ledger": mention.ledger,
        "record": mention.record,
        "place": place_of(mention),
        "state": state_of(mention),
        "name": mention.name if reveal else mask_name(mention.name),
        "id_no": (shown if reveal else mask_id(shown)) or None,
        "number": number_of(mention),
        "phones": [phone if reveal else mask_phone(phone) for phone in mention.phones],
        "house_code": mention.house or None,
        "grid_code": mention.grid or None,
        "since": mention.since.isoformat() if mention.since else None,
    }


def place_of(mention: Mention) -> str:
    """What the person is there: a key of ``roles`` in ``words.yaml``."""
    if mention.is_member:
        return "members"
    return mention.part or mention.ledger


def state_of(mention: Mention) -> str:
    """A key of ``states``."""
    if mention.current:
        return "current"
    return "dead" if mention.dead else "left" if mention.left and mention.is_member else "ended"


def _row(case: PersonCase, mention: Mention) -> tuple[Cell, ...]:
    first = mention is case.keeper
    verdict = code_list(VERDICTS).item(case.verdict) if case.verdict and first else None
    why, wrong = listed("reasons", case.reasons), listed("issues", case.issues)
    keep = person_words("keeper", case.why_keep)
    told = Words(f"{why.zh}；建议保留：{keep.zh}", f"{why.en}; proposed to keep: {keep.en}") if first else None
    role = person_words("roles", place_of(mention))
    if more := len(case.along.get(mention.ref, ())):
        role = Words(f"{role.zh}等 {more + 1} 处", f"{role.en} and {more} more")
    return (
        case.number,
        person_words("tiers", case.tier),
        Words(verdict.zh, verdict.en) if verdict else None,
        KEEP if first else None,
        role,
        person_words("states", state_of(mention)),
        mention.name,
        mention.id_no or mention.written,
        person_words("numbers", number_of(mention)),
        "、".join(mention.phones),
        mention.house,
        mention.since,
        wrong if first else None,
        told,
        None,
        mention.ref,
    )
