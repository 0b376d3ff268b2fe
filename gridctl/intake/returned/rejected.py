"""Rejected rows as a workbook in the sender's own layout; each faulty cell is coloured and a comment says what to do.

It is imported again as it is: title, notes, unit and heading rows stand as sent, and only the failing rows below them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from gridctl.intake.returned.returnedsheet import Lists, ReturnedSheet
from gridctl.store.faults import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.intake.outcome import ImportPlan, SourcePlan

_SUFFIX: Final = {"zh": "退回", "en": "returned"}


def write_rejected(plan: ImportPlan, folder: Path, *, language: str = "zh") -> list[Path]:
    """Write one workbook for each file that has rejected rows, named after it; returns their paths.

    A file of that name in ``folder`` is replaced, unless it is one of those imported. Raises Refused where it cannot
    be written.
    """
    groups: dict[Path, list[SourcePlan]] = {}
    for source in plan.sources:
        if source.counts.rejected:
            groups.setdefault(source.book.path, []).append(source)
    sent = {source.book.path.resolve() for source in plan.sources}
    written = []
    for path, sources in groups.items():
        target = _target(path, folder, sent, language)
        sent.add(target.resolve())
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with xlsxwriter.Workbook(str(target), {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
                lists = Lists()
                names: set[str] = set()
                for source in sources:
                    ReturnedSheet(book, source, language, _sheet_name(source, names)).write(lists)
                lists.write(book)
        except (OSError, FileCreateError) as error:
            raise _unwritable(target, error) from error
        written.append(target)
    return written


def _sheet_name(source: SourcePlan, taken: set[str]) -> str | None:
    """The sender's name of a sheet; of several tables on it the later ones are numbered. None for the usual one."""
    if source.book.kind == "csv" and not taken:
        return None
    name, number = source.sheet.name[:31], 1
    while name.casefold() in taken:
        number += 1
        ending = f" {number}"
        name = source.sheet.name[: 31 - len(ending)] + ending
    taken.add(name.casefold())
    return name


def _unwritable(target: Path, error: Exception) -> Refused:
    why = getattr(error.args[0] if error.args else None, "strerror", "") or getattr(error, "strerror", "") or error
    return Refused(
        f"退回的行无法写到 {target}（{why}）。请关闭打开它的程序，或用 --rejected 换一个文件夹；这些行仍在原表中。",
        f"The rejected rows cannot be written to {target} ({why}). Close the program that has it open, or choose "
        "another folder with --rejected; the rows are still in the sender's file.",
    )


def _target(path: Path, folder: Path, taken: set[Path], language: str) -> Path:
    stem = path.stem.partition(f"-{_SUFFIX[language]}")[0]
    number = 1
    while True:
        target = folder / f"{stem}-{_SUFFIX[language]}{number if number > 1 else ''}.xlsx"
        if target.resolve() not in taken:
            return target
        number += 1
