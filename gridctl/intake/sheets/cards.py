"""Cards, labels beside their values with a table of the family below, as rows of a table: one for each person or thing.

A sheet may hold one card or many of one form; each begins where the first card's first label stands again. The rows
remember which cells they come from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gridctl.intake.columns.heading import Heading
from gridctl.intake.columns.headings import match_headings
from gridctl.intake.dictionary.vocabulary import column_at, vocabulary
from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.intake.sheets.madetable import made_table
from gridctl.intake.sheets.stated import told_in
from gridctl.schema.codelists import code_list
from gridctl.text.normalize import label_key, nfkc, squash
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gridctl.intake.reading.book import Cell, Sheet
    from gridctl.intake.sheets.madetable import Spot
    from gridctl.intake.sheets.region import Region

LEAST_PAIRS: Final = 3
"""Fewer labels with values make no card."""

_MEMBER_NAME: Final = "姓名"
_RELATION: Final = "与户主关系"
_HEAD: Final = "户主"
_SIGNED: Final = pattern(r"签[字名章]|盖章|(?:填表|填报|登记|采集|制表|审核|经办)(?:人|日期|时间|单位)|^年月日$")


@dataclass(slots=True)
class Card:
    """One card: labels with their values, the tables on it, and cells that nobody can place."""

    pairs: list[tuple[str, Cell, Spot]] = field(default_factory=list)
    tables: list[tuple[dict[int, str], list[int]]] = field(default_factory=list)
    unread: list[tuple[str, Spot]] = field(default_factory=list)


class CardReader:
    """Reads the cards of one sheet."""

    def __init__(self, sheet: Sheet, is_label: Callable[[str], bool]) -> None:
        self._sheet = sheet
        self._is_label = is_label
        self._group_cells = {(m.top, m.left) for m in sheet.merges if m.bottom > m.top}

    def read(self) -> list[Card]:
        """All cards, in their order."""
        cards = [Card()]
        first = ""
        table: tuple[dict[int, str], list[int]] | None = None
        for number, row in enumerate(self._sheet.rows):
            cells = [(col, cell) for col, cell in enumerate(row) if not is_empty(cell)]
            if not cells or _SIGNED.search(nfkc(cell_text(cells[0][1])).replace(" ", "")):
                continue
            if table is not None and self._continues(table[0], cells):
                table[1].append(number)
                continue
            table = None
            if headings := self._headings(number, cells):
                table = (headings, [])
                cards[-1].tables.append(table)
                continue
            pairs = list(self._pairs(number, cells, cards[-1]))
            if pairs and not first:
                first = label_key(pairs[0][0])
            elif cards[-1].pairs and any(label_key(label) == first for label, *_ in pairs):
                cards.append(Card())
            cards[-1].pairs += pairs
        return [each for each in cards if each.pairs]

    def _continues(self, headings: dict[int, str], cells: list[tuple[int, Cell]]) -> bool:
        """Whether a row belongs to the table above it."""
        inside = [(col, cell) for col, cell in cells if col in headings]
        if not inside or (len(cells) == 1 and told_in(nfkc(cell_text(cells[0][1])), self._is_label)):
            return False
        col, cell = inside[0]
        text = cell_text(cell)
        start = cells[0]
        labels = sum(self._is_label(cell_text(each)) for _, each in cells)
        if start[0] not in headings and self._is_label(cell_text(start[1])):
            return False
        return not self._is_label(text) or _is_value(headings[col], text) or (labels == 1 and len(cells) > 3)

    def _headings(self, number: int, cells: list[tuple[int, Cell]]) -> dict[int, str]:
        """The headings of a table that begins here, by column; none if it is no heading row."""
        own = {col: cell_text(cell) for col, cell in cells if self._is_label(cell_text(cell))}
        if len(own) < LEAST_PAIRS or len(own) * 3 < len(cells) * 2 or len({*map(label_key, own.values())}) < len(own):
            return {}
        below = next((row for row in self._sheet.rows[number + 1 :] if any(not is_empty(each) for each in row)), [])
        texts = [
            cell_text(cell)
            for col, cell in enumerate(below)
            if not is_empty(cell) and not _is_value(own.get(col, ""), cell_text(cell))
        ]
        labels = sum(map(self._is_label, texts))
        return (
            own
            if labels * 2 <= len(texts) and any(col in own for col, cell in enumerate(below) if not is_empty(cell))
            else {}
        )

    def _pairs(self, number: int, cells: list[tuple[int, Cell]], card: Card) -> Iterator[tuple[str, Cell, Spot]]:
        label = ""
        for col, cell in cells:
            text = nfkc(cell_text(cell)).strip()
            told = told_in(text, self._is_label)
            if not label and told:
                yield from ((one, two, (number, col)) for one, two in told if two)
                last = told[-1]
                # 姓名： in one cell, the name in the next.
                label = last[0] if not last[1] else ""
            elif label and (not self._is_label(text) or not isinstance(cell, str) or _is_value(label, text)):
                yield label, cell, (number, col)
                label = ""
            elif isinstance(cell, str) and self._is_label(text):
                label = text
            elif len(cells) > 1 and (number, col) not in self._group_cells and len(text) > 1:
                card.unread.append((text, (number, col)))


def _is_value(label: str, text: str) -> bool:
    """Whether a text that is a label too is a value here: 户主 beside 与户主关系."""
    key = label_key(label)
    for name in ("households", "special_groups", "businesses", "volunteers", "visits"):
        target = vocabulary(name).targets.get(key)
        if target is not None and target.role == "field" and not target.part:
            codes = column_at(name, target.field).col.codes
            if codes and code_list(codes).find(text):
                return True
    return False


def labels_of(cards: Sequence[Card]) -> list[Heading]:
    """All labels of cards and their tables as headings, in their order."""
    found: dict[str, str] = {}
    for card in cards:
        for label, *_ in card.pairs:
            found.setdefault(label_key(label), label)
        for headings, _ in card.tables:
            for label in headings.values():
                found.setdefault(label_key(label), label)
    return [Heading(col, (label,)) for col, label in enumerate(found.values())]


def as_table(sheet: Sheet, cards: Sequence[Card], ledger: str, title: str) -> tuple[Sheet, Region]:
    """Cards as the rows of a ledger, and where they are: the heading row is the second of the sheet.

    Where the ledger is that of households each person is a row, with what the card says of the house; elsewhere each
    card is one.
    """
    rows: list[dict[str, tuple[Cell, Spot | None]]] = []
    for card in cards:
        said: dict[str, tuple[Cell, Spot | None]] = {}
        of_house: dict[str, tuple[Cell, Spot | None]] = {}
        for label, value, spot in card.pairs:
            own, person = _meant(label, ledger)
            said.setdefault(own, (value, spot))
            if not person:
                of_house.setdefault(own, (value, spot))
        if ledger == "households" and any(label_key(label).startswith(_HEAD) for label, *_ in card.pairs):
            said.setdefault(_RELATION, (_HEAD, None))
        rows.append(said)
        for headings, numbers in card.tables if ledger == "households" else ():
            for number in numbers:
                member: dict[str, tuple[Cell, Spot | None]] = {}
                for col, label in headings.items():
                    value = sheet.value(number, col)
                    if not is_empty(value):
                        member.setdefault(_meant(label, ledger)[0], (value, (number, col)))
                if len(member) > 1:
                    rows.append({**of_house, **member})
    return made_table(sheet, title, rows)


def _meant(label: str, ledger: str) -> tuple[str, bool]:
    """The label a value stands under in the table, and whether it is about one person."""
    key = squash(label).rstrip(":：")
    if ledger != "households":
        return key, True
    target = match_headings([Heading(0, (label,))], vocabulary(ledger)).columns[0].target
    if target is None or target.role != "field" or target.field == "note":
        return key, True
    if target.field == "members.name":
        return _MEMBER_NAME, True
    if target.field == "members.relation":
        return _RELATION, True
    person = target.field.startswith("members.")
    bare = label_key(label).removeprefix(_HEAD)
    return (bare if person and target.slot == -1 and bare else key), person
