"""An address that a form keeps in columns of its own: 小区, 楼栋, 单元 and 房号 become one text.

What no column says, the title may say (柳岸花园3号楼住户登记表). A list that writes the building once, above its rooms,
means it for the rows below.
"""

from __future__ import annotations

from bisect import bisect_right
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.cells.values import Fault
from gridctl.intake.dictionary.titleplaces import building_in, compound_in, unit_in
from gridctl.intake.dictionary.vocabulary import HOUSE, house_parts
from gridctl.intake.drafts.addresstext import DASH, WITH_FLOOR, beside, complete, joined
from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.text.normalize import squash
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gridctl.intake.cells.draft import Draft
    from gridctl.intake.cells.values import ColumnValues
    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.sheets.filling import FilledRows

# A cell that names a road, a village or a compound says by itself where it is.
_SELF_STANDING: Final = pattern(r"[路街巷弄道村镇苑]|小区|花园|家园|公寓|新城|家属院|宿舍|安置房|大厦")
# One that names a building, or is in none, is not in the building above it.
_OWN_BUILDING: Final = pattern(r"[栋幢座]|号楼|#|平房|自建房")
_WHERE: Final = ("street", "compound")
_KEYS: Final = ("house_code", "household_no")


class AddressParts:
    """The columns of a sheet that are parts of an address; false if it has none.

    ``titles`` may name what no column does; ``compounds`` gives the names of compounds that are known; ``stated`` are
    parts said above the table.
    """

    def __init__(
        self,
        ledger: str,
        columns: Iterable[ColumnMatch],
        titles: Sequence[str] = (),
        compounds: Callable[[], Iterable[str]] = lambda: (),
        stated: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        found = {each.target.part: each for each in columns if each.target is not None and each.target.part}
        self._of_shops = ledger in house_parts().in_streets
        if "door" in found:
            # A shop's is the number in the street, but behind a building's name the number of the shop.
            in_street = "room" in found or (self._of_shops and ("street" in found or "building" not in found))
            found["number" if in_street else "room"] = found.pop("door")
        self._is_house = ledger == "households"
        self._columns = {part: found[part] for part in house_parts().parts if part in found}
        self._cols = [each.col for each in self._columns.values()]
        self._titles = titles
        self._compounds = compounds
        self._stated = stated
        self._values: dict[str, ColumnValues] = {}
        self._base: dict[str, str] | None = None
        self.continued: dict[int, tuple[int, int]] = {}
        self.elsewhere: set[int] = set()
        self.banners: Mapping[int, Mapping[str, str]] = {}
        self.under: dict[int, tuple[int, int, str, str]] = {}

    def __bool__(self) -> bool:
        return bool(self._columns)

    @property
    def field(self) -> str:
        """The field that the parts make."""
        return next(each.target.field for each in self._columns.values() if each.target)

    @property
    def col(self) -> int:
        """The column that tells one house from the next."""
        return self._cols[-1]

    def under_banners(self, filled: FilledRows) -> None:
        """Put what ``banners`` say, by their row, into the rows below: into its own column or before the next part.

        ``under`` tells of a column how many rows, the first of them, what it was and what it is.
        """
        starts = sorted(self.banners)
        for row in filled.numbers if starts else ():
            at = bisect_right(starts, row)
            if not at:
                continue
            cells = filled.cells[row]
            said = {
                part: cells[col] if col < len(cells) else ""
                for part, col in zip(self._columns, self._cols, strict=True)
            }
            last = str([*said.values()][-1])
            base = self.banners[starts[at - 1]]
            other = not is_empty(said.get("compound", "")) and said["compound"] != base.get(
                "compound", said["compound"]
            )
            if is_empty(last) or other or _SELF_STANDING.search(last):
                continue
            before = ""
            for part in house_parts().parts:
                own = said.get(part, "")
                if part in base and part not in self._not_above(last) and is_empty(own):
                    if part in said:
                        self._put_under(filled, row, part, before + base[part], own)
                        before = ""
                    else:
                        before += base[part]
                elif before and not is_empty(own):
                    self._put_under(filled, row, part, before + complete(part, squash(cell_text(own))), own)
                    before = ""

    def _put_under(self, filled: FilledRows, row: int, part: str, text: str, own: Any) -> None:
        col = self._columns[part].col
        count, first, *shown = self.under.get(col, (0, row, cell_text(own), text))
        self.under[col] = (count + 1, first, str(shown[0]), str(shown[1]))
        filled.put(row, col, text)

    def continue_down(self, filled: FilledRows, others: Iterable[int]) -> None:
        """Put the building into rows that leave it out below a row that names it; ``continued`` tells how many.

        Only what is left out before the rest is: a house without a unit has its building beside it. ``others`` are
        columns that may say the whole address. ``elsewhere`` are rows that name another building than the row above
        and no room: nobody of the household above.
        """
        if len(self._cols) < 2 or not {"room", "number"} & {[*self._columns][-1]}:
            return
        others = tuple(others)
        above: list[Any] = [""] * len(self._cols)
        starts = sorted(self.banners)
        for row in filled.numbers:
            cells = filled.cells[row]
            if starts and row > starts[0]:
                del starts[0]
                above = [""] * len(self._cols)
            said = [cells[col] if col < len(cells) else "" for col in self._cols]
            if all(map(is_empty, said)):
                continue
            if is_empty(said[-1]) and self._differs(said, above):
                self.elsewhere.add(row)
            alone = any(col < len(cells) and not is_empty(cells[col]) for col in others)
            if alone or _SELF_STANDING.search(str(said[-1])):
                continue
            gap = self._gap(said, above)
            lacking = self._not_above(str(said[-1]))
            for part, col, own, value in zip(self._columns, self._cols[:gap], said, above, strict=False):
                if is_empty(own) and not is_empty(value) and part not in lacking:
                    filled.put(row, col, value)
                    count, first = self.continued.get(col, (0, row))
                    self.continued[col] = (count + 1, first)
            above = [*above[:gap], *said[gap:]]

    def _gap(self, said: list[Any], above: list[Any]) -> int:
        """How many of the first parts are those of the row above: blank, or repeated before a blank building."""
        gap = next((at for at, value in enumerate(said) if not is_empty(value)), len(said))
        at = [*self._columns].index("building") if "building" in self._columns else 0
        if gap < at < len(above) and is_empty(said[at]) and not self._differs(said[:at], above):
            gap = next((after for after in range(at, len(said)) if not is_empty(said[after])), 0)
        return gap

    def _differs(self, said: list[Any], above: list[Any]) -> bool:
        """Whether a part is said that is another one in the row above."""
        return any(
            not is_empty(one) and complete(part, squash(cell_text(one))) != complete(part, squash(cell_text(other)))
            for part, one, other in zip(self._columns, said, above, strict=False)
        )

    @staticmethod
    def _not_above(room: str) -> tuple[str, ...]:
        """The parts that a room says itself: 601 its floor, 2-601 its unit too, 平房3号 is in no building."""
        if _OWN_BUILDING.search(room):
            return ("building", "unit", "floor")
        steps = len(DASH.split(room))
        return ("building", "unit", "floor")[max(0, 3 - steps) :] if WITH_FLOOR.search(room) else ()

    def add(self, each: ColumnMatch, values: ColumnValues) -> None:
        """Take in what a column's cells say."""
        part = next(part for part, own in self._columns.items() if own is each)
        self._values[part] = values

    def put(self, drafts: Mapping[int, Draft]) -> None:
        """Put addresses into drafts, by their positions, beside or after what a column for the whole address says."""
        head, _, name = self.field.rpartition(".")
        columns = {part: [values.values[at] for at in drafts] for part, values in self._values.items()}
        for draft, *said in zip(drafts.values(), *columns.values(), strict=True):
            holder = draft.house if head == HOUSE else draft.own
            texts = {part: squash(str(text)) for part, text in zip(columns, said, strict=True) if text}
            if whole := holder.get(name):
                holder[name] = beside(str(whole), texts)
            elif texts.get("room") or texts.get("number"):
                holder[name] = self._alone(texts, draft)
            elif "room" not in self._columns and len(texts) > 1:
                if not self._is_house:
                    holder[name] = self._alone(texts, draft)
                elif not holder.keys().isdisjoint(_KEYS):
                    # All households of the building would be one by it, and it must not replace an address with a room.
                    draft.fill.setdefault(name, self._alone(texts, draft))
            elif self._of_shops and "street" in texts:
                # As an address it would be another one than the shop's own.
                draft.add_note(f"{self._columns['street'].key}: {texts['street']}")

    def _alone(self, texts: dict[str, str], draft: Draft) -> str:
        last = texts.get("room") or texts.get("number") or ""
        if not any(part in texts for part in _WHERE) and not any(map(_SELF_STANDING.search, texts.values())):
            lacking = self._not_above(last)
            base = {part: text for part, text in self._of_titles().items() if part not in lacking}
            if base:
                draft.doubts.append((self.col, Fault("I135", {"base": joined(base)})))
                texts = {**base, **texts}
            if "compound" not in texts:
                draft.doubts.append((self.col, Fault("I134")))
        return joined(texts, shop=self._of_shops)

    def _of_titles(self) -> dict[str, str]:
        """The compound and the building that the titles name, as far as no column does for any row."""
        if self._base is None:
            found = {
                "compound": compound_in(self._titles, self._compounds()),
                "building": building_in(self._titles),
                "unit": unit_in(self._titles),
                **self._stated,
            }
            self._base = {part: text for part, text in found.items() if text and not self._is_said(part)}
        return self._base

    def _is_said(self, part: str) -> bool:
        """Whether a column says this part of some row."""
        return part in self._values and any(self._values[part].values)
