"""The ledgers themselves: writes cut short, locks left behind, files that cannot be read, the index."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gridctl.findings.finding import Severity
from gridctl.review.health_check import Check, Level
from gridctl.store.faults import GridctlFault, Refused
from gridctl.store.lock import Lock
from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_SCRATCH = ".gridctl"


def ledger_checks(root: Path) -> Iterator[Check]:
    """The checks of a community's ledgers. What a dead command left is cleared up on the way, as by any command."""
    if not os.access(root / "ledgers", os.W_OK):
        found = ("不能写入 ledgers/", "ledgers/ cannot be written")
        remedy = (
            "请检查文件夹权限，或是否只读挂载。",
            "See the folder's permissions, or whether it is mounted read-only.",
        )
        yield Check("writable", Level.FAULT, ("权限", "permissions"), found, remedy)
    yield _lock(root)
    try:
        ws = Workspace.open(root)
    except GridctlFault as fault:
        yield Check("recovery", Level.FAULT, ("中断的写入", "writes cut short"), (fault.zh, fault.en))
        return
    yield _recovery(ws)
    yield _files(ws)
    yield _index(ws)
    ws.close()


def _lock(root: Path) -> Check:
    about = ("写入锁", "lock")
    left = (root / _SCRATCH / "lock.json").is_file()
    try:
        if (root / _SCRATCH).is_dir():
            with Lock(root, "doctor", 0.2):
                pass
    except Refused as fault:
        return Check(
            "lock", Level.WARN, about, (fault.zh, fault.en), ("等那个命令结束。", "Wait for that command to end.")
        )
    if left:
        found = ("上一个命令没有正常结束，锁已清除", "the last command did not end well; its lock is cleared")
        return Check(
            "lock", Level.WARN, about, found, ("运行 gridctl check 核对台账。", "Run gridctl check on the ledgers.")
        )
    return Check("lock", Level.OK, about, ("空闲", "free"))


def _recovery(ws: Workspace) -> Check:
    about = ("中断的写入", "writes cut short")
    recovered = ws.recovered
    if recovered is None:
        return Check("recovery", Level.OK, about, ("没有", "none"))
    count = len(recovered.paths)
    if recovered.outcome == "forward":
        found = (f"已补写完 {count} 个文件", f"{count} files were written to the end")
    else:
        found = (f"已退回 {count} 个文件", f"{count} files were put back")
    if recovered.kept:
        names = ", ".join(recovered.kept)
        found = (
            f"{found[0]}；{names} 已被别处改动，原样保留",
            f"{found[1]}; {names} changed since and were left alone",
        )
    return Check("recovery", Level.WARN, about, found, ("用 gridctl diff 核对。", "See gridctl diff."))


def _files(ws: Workspace) -> Check:
    about = ("台账文件", "ledger files")
    count = len(ws.shards())
    faults = [each for each in ws.load_findings() if each.code.startswith("F") and each.severity is Severity.ERROR]
    if faults:
        paths = sorted({each.place.path for each in faults})
        found = (f"{len(paths)} 个文件有格式错误：{paths[0]}", f"{len(paths)} files have faults of format: {paths[0]}")
        return Check(
            "files", Level.FAULT, about, found, ("运行 gridctl check --select F。", "Run gridctl check --select F.")
        )
    return Check("files", Level.OK, about, (f"{count} 个，都能读", f"{count}, all readable"))


def _index(ws: Workspace) -> Check:
    about = ("索引", "index")
    path = ws.root / _SCRATCH / "index.duckdb"
    ((people,),) = ws.index().sql("SELECT count(*) FROM persons")
    if not path.is_file():
        remedy = (
            "请检查 .gridctl/ 能否写入；不影响数据，只是每次都要重建。",
            "See whether .gridctl/ can be written; without it each command builds anew.",
        )
        return Check("index", Level.WARN, about, ("不能保存", "cannot be kept"), remedy)
    size = path.stat().st_size // 1_000_000
    return Check("index", Level.OK, about, (f"{people} 人，{size} MB", f"{people} people, {size} MB"))
