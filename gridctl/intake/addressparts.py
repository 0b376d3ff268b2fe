"""An address that a form keeps in columns of its own: 小区, 楼栋, 单元 and 房号 become one text.

What no column says, the title may say (柳岸花园3号楼住户登记表). A list that writes the building once, above its rooms,
means it for the rows below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.book import is_empty
from gridctl.intake.values import Fault
from gridctl.intake.vocabulary import HOUSE, house_parts
from gridctl.text.normalize import squash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gridctl.intake.filling import FilledRows
    from gridctl.intake.headings import ColumnMatch
    from gridctl.intake.rows import Draft
    from gridctl.intake.values import ColumnValues

_BARE: Final = re.compile(r"[0-9]+[A-Za-z]?|[A-Za-z][0-9]*|[一二三四五六七八九十百]+|[甲乙丙丁戊己庚辛]")
_DASH: Final = re.compile(r"\s*[-‐‑–—－_/]\s*")
# A cell that names a road or a village says by itself where it is.
_SELF_STANDING: Final = re.compile(r"[路街巷弄道村镇]|小区|花园|公寓")
_BUILDING: Final = re.compile(r"(?:[0-9]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})\s*(?:号楼|栋|幢|座|#楼?)")
_ABOVE: Final = re.compile(r"^.*(?:社区|街道|居委会|村委会|办事处|网格)|[0-9]{4}\s*年(?:[0-9]{1,2}\s*月)?")
_WHERE: Final = ("street", "number", "compound")


class AddressParts:
    """The columns of a sheet that are parts of an address; false if it has none.

    ``titles`` may name what no column does; ``compounds`` gives the names of compounds that are known.
    """

    def __init__(
        self,
        ledger: str,
        columns: Iterable[ColumnMatch],
        titles: Sequence[str] = (),
        compounds: Callable[[], Iterable[str]] = lambda: (),
    ) -> None:
        found = {each.target.part: each for each in columns if each.target is not None and each.target.part}
        if "door" in found:
            in_street = "room" in found or ledger in house_parts().in_streets
            found["number" if in_street else "room"] = found.pop("door")
        self._columns = {part: found[part] for part in house_parts().parts if part in found}
        self._cols = [each.col for each in self._columns.values()]
        self._titles = titles
        self._compounds = compounds
        self._values: dict[str, ColumnValues] = {}
        self._base: dict[str, str] | None = None
        self.continued: dict[int, tuple[int, int]] = {}

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

    def continue_down(self, filled: FilledRows, others: Iterable[int]) -> None:
        """Put the building into rows that leave it out below a row that names it; ``continued`` tells how many.

        Only what is left out from the left on is: a house without a unit has its building beside it. ``others`` are
        columns that may say the whole address.
        """
        if "room" not in self._columns or len(self._cols) < 2:
            return
        others = tuple(others)
        above: list[Any] = []
        for row in filled.numbers:
            cells = filled.cells[row]
            said = [cells[col] if col < len(cells) else "" for col in self._cols]
            gap = next((at for at, value in enumerate(said) if not is_empty(value)), len(said))
            alone = any(col < len(cells) and not is_empty(cells[col]) for col in others)
            if gap == len(said) or alone or _SELF_STANDING.search(str(said[-1])):
                continue
            for col, value in zip(self._cols[:gap], above, strict=False):
                if not is_empty(value):
                    filled.put(row, col, value)
                    count, first = self.continued.get(col, (0, row))
                    self.continued[col] = (count + 1, first)
            above = [*above[:gap], *said[gap:]]

    def add(self, each: ColumnMatch, values: ColumnValues) -> None:
        """Take in what a column's cells say."""
        part = next(part for part, own in self._columns.items() if own is each)
        self._values[part] = values

    def put(self, drafts: list[Draft], start: int, stop: int) -> None:
        """Put addresses into some drafts, beside or after what a column for the whole address says."""
        head, _, name = self.field.rpartition(".")
        columns = {part: values.part(start, stop) for part, values in self._values.items()}
        for draft, *said in zip(drafts, *columns.values(), strict=True):
            holder = draft.house if head == HOUSE else draft.own
            texts = {part: squash(str(text)) for part, text in zip(columns, said, strict=True) if text}
            if whole := holder.get(name):
                holder[name] = _beside(str(whole), texts)
            elif texts.get("room") or ("room" not in self._columns and len(texts) > 1):
                holder[name] = self._alone(texts, draft)

    def _alone(self, texts: dict[str, str], draft: Draft) -> str:
        room = texts.get("room", "")
        if not _SELF_STANDING.search(room) and not any(part in texts for part in _WHERE):
            base = self._of_titles()
            if base:
                draft.doubts.append((self.col, Fault("I135", {"base": "".join(base.values())})))
                texts = {**base, **texts}
            if "compound" not in texts:
                draft.doubts.append((self.col, Fault("I134")))
        return _joined(texts)

    def _of_titles(self) -> dict[str, str]:
        """The compound and the building that the titles name, as far as no column does."""
        if self._base is None:
            found = {"compound": _compound(self._titles, self._compounds()), "building": _building(self._titles)}
            self._base = {part: text for part, text in found.items() if text and part not in self._columns}
        return self._base


def _joined(texts: Mapping[str, str]) -> str:
    """Parts of an address, completed and in order."""
    own = dict(texts)
    if room := own.get("room"):
        own["room"] = _last(room, own)
        if (floor := own.get("floor")) and own["room"].startswith(floor) and len(own["room"]) - len(floor) == 2:
            # 501 says that it is on the fifth floor.
            del own["floor"]
    return "".join(_complete(part, own[part]) for part in house_parts().parts if part in own)


def _last(room: str, own: Mapping[str, str]) -> str:
    """The room alone, of a cell that repeats building and unit before it: 3-2-501 beside 3 and 2."""
    steps = _DASH.split(room)
    before = [re.sub(r"\D", "", own[part]) for part in ("building", "unit") if part in own]
    return steps[-1] if len(steps) > 1 and steps[:-1] in (before, before[:1]) else room


def _complete(part: str, text: str) -> str:
    known = house_parts().parts[part]
    if _BARE.fullmatch(text):
        return text + known.bare
    for short, whole in known.endings.items():
        if text.endswith(short):
            return text.removesuffix(short) + whole
    return text


def _beside(whole: str, texts: Mapping[str, str]) -> str:
    """A whole address, with the parts it lacks after it; one that has its room lacks none."""
    room = texts.get("room", "")
    if not room or _says(whole, _DASH.split(room)[-1]):
        return whole
    lacking = {part: text for part, text in texts.items() if not _says(whole, _complete(part, text))}
    return whole + _joined(lacking)


def _says(whole: str, part: str) -> bool:
    """Whether an address has a part, that is not the end or the beginning of a longer number."""
    return re.search(rf"(?<![0-9]){re.escape(part)}(?![0-9])", whole) is not None


def _compound(titles: Iterable[str], known: Iterable[str]) -> str:
    """The compound that a title names: one that is known, else a word that ends as compounds' names do."""
    names = sorted({name for name in known if name}, key=len, reverse=True)
    words = house_parts()
    ending = re.compile(rf"[\u4e00-\u9fff]{{2,8}}?(?:{'|'.join(words.title)})")
    for title in titles:
        for name in names:
            if name in title:
                return name
        if (found := ending.match(_ABOVE.sub("", title).strip())) and found[0] not in words.generic:
            return found[0]
    return ""


def _building(titles: Iterable[str]) -> str:
    """The only building that a title names."""
    for title in titles:
        found = set(_BUILDING.findall(title))
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""
