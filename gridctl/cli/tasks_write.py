"""The lists as files: one workbook, page or calendar, or one for each worker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gridctl.cli.console import say
from gridctl.cli.lang import language, t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gridctl.store.workspace import Workspace
    from gridctl.work.planning import Planned
    from gridctl.work.task import Lists

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


def write_file(ws: Workspace, lists: Lists, form: str, output: Path | None, *, reveal: bool) -> None:
    """Write the lists as ``xlsx``, ``html`` or ``ics`` and say where."""
    label = lists.period.label
    path = output or ws.root / "out" / f"{t('三张清单', 'lists')}-{label}.{form}"
    _write(path, ws, lists, form, reveal=reveal)
    say(t(f"已写入 {path}", f"Wrote {path}"), style="green")


def write_each(ws: Workspace, lists: Lists, form: str, folder: Path | None, *, reveal: bool) -> None:
    """Write a file for each worker into a folder and say how many."""
    from gridctl.work.perworker import per_worker

    folder = folder or ws.root / "out" / f"{t('三张清单', 'lists')}-{lists.period.label}"
    written = set()
    for staff_no, own in per_worker(lists):
        name = _file_of(staff_no, lists, form)
        _write(folder / name, ws, own, form, reveal=reveal)
        written.add(name)
    say(t(f"已写入 {folder}：{len(written)} 份。", f"Wrote {len(written)} files to {folder}."), style="green")
    others = {_file_of(each, lists, form) for each in ("", *lists.workers)} - written
    _leave_nothing_stale(ws, lists, [folder / name for name in sorted(others) if (folder / name).is_file()], form)


def _file_of(staff_no: str, lists: Lists, form: str) -> str:
    name = f"{staff_no}-{lists.workers.get(staff_no, '')}" if staff_no else t("无人承担", "nobody")
    return f"{_UNSAFE.sub('_', name).rstrip('-. ')}.{form}"


def _leave_nothing_stale(ws: Workspace, lists: Lists, old: Sequence[Path], form: str) -> None:
    """Files of an earlier time whose workers have nothing now: calendars cancel what they had, lists are named."""
    from gridctl.work.perworker import cut_to

    if not old:
        return
    names = t("、", ", ").join(each.name for each in old)
    if form == "ics":
        for path in old:
            _write_calendar(path, ws, cut_to(lists, ()), reveal=False)
        say(t(f"现在没有任务、日程改为“已取消”的：{names}", f"No tasks now, entries cancelled: {names}"))
        return
    say(
        t(
            f"现在没有任务，这几份是以前写的，不要再用：{names}",
            f"No tasks now; these are old, do not use them: {names}",
        )
    )


def write_lists(path: Path, lists: Lists, *, reveal: bool = False) -> None:
    """Write the three lists as one workbook, a sheet each, ready to print and sign."""
    from gridctl.render.xlsx import SheetSpec, write_workbook
    from gridctl.work.sheets import tables

    sheets = [SheetSpec(table, table.title.text(language()), landscape=True) for table in tables(lists)]
    write_workbook(path, sheets, language(), reveal=reveal)


def write_lines(planned: Planned, output: Path | None, *, reveal: bool) -> None:
    """The tasks as JSON, one a line, without holding them all: a district has a million."""
    import sys
    from dataclasses import fields

    from gridctl.work.listing import Masker
    from gridctl.work.task import Task

    names = [each.name for each in fields(Task)]
    masker = Masker(reveal=reveal)
    lines = (masker.line(names, row) for row in planned.rows())
    if output is None:
        for line in lines:
            sys.stdout.write(line)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    say(t(f"已写入 {output}", f"Wrote {output}"))


def _write(path: Path, ws: Workspace, lists: Lists, form: str, *, reveal: bool) -> None:
    if form == "xlsx":
        write_lists(path, lists, reveal=reveal)
    elif form == "html":
        from gridctl.render.html_lists import write_lists_page
        from gridctl.work.sheets import tables

        write_lists_page(
            path, f"{t('三张清单', 'Three lists')} {lists.period.label}", tables(lists), language(), reveal=reveal
        )
    else:
        _write_calendar(path, ws, lists, reveal=reveal)


def _write_calendar(path: Path, ws: Workspace, lists: Lists, *, reveal: bool) -> None:
    from datetime import time

    from gridctl.render.ics import DayEntry, write_calendar
    from gridctl.work.entries import entries

    domain = f"{ws.settings.division_code or 'community'}.gridctl"
    listed = [
        DayEntry(
            f"{each.id}@{domain}", each.day, each.title, each.text, each.place, (each.situation,),
            time(8, 30) if each.rings else None, each.settled,
        )
        for each in entries(lists, language(), reveal=reveal)
    ]  # fmt: skip
    write_calendar(path, t("网格任务", "Grid tasks"), listed, lists.as_of, days=(lists.period.start, lists.period.end))
