"""A bare list of addresses, CSV or workbook, without a community: its rows as the matcher takes them."""

from __future__ import annotations

import csv
from array import array
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.addresses.places.gazetteer import Alias
from gridctl.store.faults import NotFound, UsageFault
from gridctl.text.normalize import label_key
from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

# A heading stands within this many rows from the top, below titles and notes.
HEADING_WITHIN: Final = 20
_TEXT_SUFFIXES: Final = frozenset((".csv", ".tsv", ".txt"))
# As CSV from Excel is: with a mark, in UTF-8 without one, or in the system's own encoding.
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_CHUNK: Final = 1 << 20


class BareList(NamedTuple):
    """A list as read, by row: its address, its community ("" without such a column), and what the list calls it.

    ``ids`` are the list's own row_ids where they tell the rows apart, else the numbers that Excel shows beside the
    rows. ``blank`` counts rows without an address, left out.
    """

    addresses: list[str]
    communities: list[str]
    ids: Sequence[str | int]
    blank: int


def read_list(path: Path) -> BareList:
    """Read the houses of a list; of a workbook, those of the first sheet that has a column of addresses.

    A text file is read row by row: what stays is the addresses, ids and communities.
    Raises NotFound when there is no such file and UsageFault when it cannot be read or has no column of addresses.
    """
    first, columns, body = list_table(path, "address")
    addresses: list[str] = []
    communities: list[str] = []
    own: list[str] = []
    numbers = array("q")
    blank = 0
    names: dict[str, str] = {}
    at, at_id, at_community = columns["address"], columns.get("id"), columns.get("community")
    for number, cells in enumerate(body, start=first):
        address = cell_of(cells, at)
        if not address:
            blank += any(cells)
            continue
        addresses.append(address)
        numbers.append(number)
        community = cell_of(cells, at_community)
        communities.append(names.setdefault(community, community))
        if at_id is not None:
            own.append(cell_of(cells, at_id))
    # Only a column that tells the rows apart is the list's own.
    if own and all(own) and len(set(own)) == len(own):
        return BareList(addresses, communities, own, blank)
    return BareList(addresses, communities, numbers, blank)


def read_aliases(path: Path) -> list[Alias]:
    """Read a list of other names, with columns for the alias, the canonical name and perhaps the community."""
    _, columns, body = list_table(path, "alias", "name")
    listed = (
        (cell_of(c, columns.get("community")), cell_of(c, columns["alias"]), cell_of(c, columns["name"])) for c in body
    )
    return [Alias(*each) for each in listed if each[1] and each[2]]


def read_sheets(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Each sheet's name and its rows of texts, from A1 on. Raises NotFound and UsageFault like `read_list`."""
    for name, rows in _sheets(path):
        yield name, list(rows)


def _sheets(path: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if not path.is_file():
        raise NotFound(f"没有这个文件：{path}", f"There is no such file: {path}")
    if path.suffix.lower() in _TEXT_SUFFIXES:
        yield path.stem, _delimited(path)
        return
    try:
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                yield name, ([_text(value) for value in row] for row in cells)
    except (CalamineError, OSError, ValueError) as error:
        raise UsageFault(
            f"读不了 {path.name}：请用 Excel 或 WPS 打开后另存为 .xlsx 或 CSV 再试。",
            f"{path.name} cannot be read: open it in Excel or WPS, save it as .xlsx or CSV, and try again.",
        ) from error


def list_table(path: Path, *wanted: str) -> tuple[int, dict[str, int], Iterator[list[str]]]:
    """The number of the first row below the heading, the columns by what they hold, and the rows."""
    for _, rows in _sheets(path):
        for at, row in enumerate(islice(rows, HEADING_WITHIN)):
            columns = _columns(row)
            if all(each in columns for each in wanted):
                return at + 2, columns, rows
    named = list_headings()
    zh = "、".join(each[0] for each in (named[name] for name in wanted))
    raise UsageFault(
        f"{path.name} 里没有找到这些列：{zh}。请在表头写上列名。",
        f"{path.name} has no column headed {', '.join(wanted)}: write the headings above the columns.",
    )


def _columns(row: Iterable[str]) -> dict[str, int]:
    """What each column holds; of several for one thing, the one whose heading is listed first."""
    best: dict[str, tuple[int, int]] = {}
    for at, text in enumerate(row):
        for what, rank in _ranks().get(label_key(text), ()) if text else ():
            best[what] = min(best.get(what, (rank, at)), (rank, at))
    return {what: at for what, (_, at) in best.items()}


@cache
def _ranks() -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for what, listed in list_headings().items():
        for rank, heading in enumerate(listed):
            found.setdefault(label_key(heading), []).append((what, rank))
    return found


@cache
def list_headings() -> dict[str, list[str]]:
    """The headings by which each column of a list is known, the best first."""
    return packaged("gridctl.addresses.doubles", "list_headings.yaml")


def cell_of(cells: Sequence[str], column: int | None) -> str:
    """A row's cell in a column; "" where the row is shorter, or there is no such column."""
    return cells[column] if column is not None and column < len(cells) else ""


def _delimited(path: Path) -> Iterator[list[str]]:
    with path.open(encoding=_encoding(path), errors="replace", newline="") as file:
        heading = file.readline()
        separator = max(",\t;", key=heading.count)
        for row in csv.reader(chain([heading], file), delimiter=separator):
            yield [cell.strip() for cell in row]


def _encoding(path: Path) -> str:
    """The encoding that all of the file can be read in."""
    for encoding in _ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as file:
                while file.read(_CHUNK):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    return "utf-8"


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
