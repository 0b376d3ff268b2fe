"""The front sheet of an export: what it is, as of when, from which version, and what is masked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.findings.table import Table, TableColumn, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.exchange.export import SheetTable
    from gridctl.findings.table import Cell
    from gridctl.store.workspace import Workspace

_COLUMNS = (
    TableColumn("about", "项目", "item", width=16),
    TableColumn("rows", "行数", "rows", "count", width=8),
    TableColumn("text", "说明", "meaning", width=90),
)
_LABELS_A_LINE = 5


def front_sheet(ws: Workspace, sheets: Sequence[SheetTable], *, grid: str = "", reveal: bool = False) -> Table:
    """The table of the front sheet over the sheets that follow it."""
    where = f"{ws.settings.place}{ws.settings.community}" or ws.root.name
    rows: list[tuple[Cell, ...]] = [
        (Words("社区", "community"), None, where),
        (Words("数据日期", "as of"), None, ws.today.isoformat()),
        (Words("数据版本", "version"), None, revision(ws)),
    ]
    if grid:
        rows.append((Words("网格", "grid"), None, grid))
    for each in sheets:
        first, *more = _about(each)
        rows += [(each.name, len(each.table.rows), first), *((None, None, line) for line in more)]
    return Table(Words("台账导出", "Ledger export"), _COLUMNS, tuple(rows), notes=(_privacy(sheets, reveal=reveal),))


def revision(ws: Workspace) -> Words:
    """The Git revision the data are from, and whether files have changed since."""
    git = ws.git
    if not git.is_repo():
        return Words("不在 Git 中", "not in Git")
    commit = git.resolve(ws.rev) if ws.rev else git.head()
    if commit is None:
        return Words("尚未提交", "not committed yet")
    short = commit[:12]
    if ws.rev is None and any(path.startswith("ledgers/") for path in git.status()):
        return Words(f"{short}，另有未提交的改动", f"{short}, with changes not committed yet")
    return Words(short, short)


def _about(sheet: SheetTable) -> list[Cell]:
    """What there is to say of a sheet, in lines that fit their cell: few programs let a row grow by itself."""
    lines: list[Cell] = []
    if sheet.personal:
        lines.append(Words(f"含 {sheet.personal} 个完整的个人信息", f"{sheet.personal} personal values in full"))
    lines += _listed(Words("已打码：", "masked: "), sheet.masked)
    lines += _listed(Words("未导出：", "left out: "), sheet.left_out)
    return lines or [None]


def _listed(heading: Words, labels: Sequence[Words]) -> list[Cell]:
    lines: list[Cell] = []
    for at in range(0, len(labels), _LABELS_A_LINE):
        group = labels[at : at + _LABELS_A_LINE]
        zh = heading.zh + "、".join(each.zh for each in group)
        lines.append(Words(zh, heading.en + ", ".join(each.en for each in group)))
    return lines


def _privacy(sheets: Sequence[SheetTable], *, reveal: bool) -> Words:
    if not reveal:
        return Words(
            "个人信息已打码，敏感信息不导出。编码和证件号码都是文本，请勿改成数字格式。",
            "Personal values are masked and sensitive ones left out. Codes and document numbers are text.",
        )
    count = sum(each.personal for each in sheets)
    return Words(
        f"本文件含 {count} 个完整的个人信息，仅限申请的用途使用，用后删除。编码和证件号码都是文本，请勿改成数字格式。",
        f"This file holds {count} personal values in full: use it for its purpose only, then delete it. "
        "Codes and document numbers are text: keep them so.",
    )
