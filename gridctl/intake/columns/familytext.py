"""A household's members written in one cell: 配偶：林荷，51…，199…; 长子 钱小多 51….

The headings are in familytext.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.cells.severalnames import begins_with_surname
from gridctl.intake.cells.values import Fault, read_column
from gridctl.intake.dictionary.vocabulary import Target
from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.schema.codelists import code_list
from gridctl.text.citizen_id import is_valid
from gridctl.text.normalize import is_placeholder, nfkc, squash
from gridctl.text.packaged import packaged
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gridctl.intake.cells.draft import Draft, Slot
    from gridctl.intake.columns.headings import ColumnMatch, HeadingMatch
    from gridctl.intake.reading.book import Cell, Sheet

FIRST_SLOT: Final = 301
"""Beyond the slots of relatives with columns of their own and of further names in a cell."""

_HOUSEHOLDS: Final = "households"
_NAME: Final = "members.name"
_HEAD: Final = "household_head"
_HAN: Final = r"\u3400-\u9fff"
_PARTED: Final = pattern(r"[\n;；]|(?:^|(?<=[\s,、。.;]))[(（]?(?:\d{1,2}|[一二三四五六七八九十])[)）.．、:：](?!\d)")
_CIRCLED: Final = pattern(r"[①-⑳]")
_NUMBER: Final = pattern(r"[0-9][0-9*]{5,16}[0-9Xx*](?![0-9])|[0-9*]{7,}")
_BETWEEN: Final = pattern(r"[\s,，、:：。|/()（）\[\]【】\-—+]+")
_ID_FROM: Final = 14
_ONE: Final = pattern(rf"[{_HAN}]{{2,4}}|[{_HAN}]{{2,}}(?:[·•・．][{_HAN}]{{2,}})+")
_AGE: Final = pattern(r"\d{1,3}周?岁")
# 孙志远 is no grandson called 志远.
_PREFIX: Final = pattern(rf"(夫|妻|父|母|子|女|儿|媳|婿|[{_HAN}]{{2,4}})([{_HAN}]{{2,4}})")
_DIGITS: Final = pattern(r"\d{5}")


@dataclass(slots=True)
class _Person:
    """What is said of one person, as sent."""

    name: str = ""
    relation: str = ""
    sex: str = ""
    id_no: str = ""
    phones: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    def cells(self) -> dict[str, str]:
        """The values by field of a member, "" where nothing is said."""
        phones = "、".join(self.phones)
        return {"name": self.name, "relation": self.relation, "sex": self.sex, "id_no": self.id_no, "phones": phones}


@dataclass(slots=True)
class Families:
    """The members that the cells of one column name, by position; ``unread`` are cells in which nobody can be told.

    ``gone`` are people in them who died, with what is said of them.
    """

    members: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    faults: dict[int, Fault] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)
    gone: dict[int, list[str]] = field(default_factory=dict)
    count: int = 0


def with_families(match: HeadingMatch, sheet: Sheet, rows: Sequence[int]) -> HeadingMatch:
    """The same match, with the columns of households whose cells name their members."""
    fields = {(each.target.field, each.target.slot) for each in match.columns if each.target}
    if match.ledger != _HOUSEHOLDS or ((_NAME, 0) in fields and ("members.relation", 0) in fields):
        return match

    def settled(each: ColumnMatch) -> ColumnMatch:
        target = each.target
        named = target is not None and (target.field, target.slot) == (_NAME, 0) and (_NAME, -1) in fields
        if not (target is None or target.role == "note" or named) or not _asks_for_family(each.heading):
            return each
        said = [text for cell in sheet.distinct(each.col, rows) if (text := _text(cell))]
        told = sum(any(one.relation or one.id_no for one in persons_in(text) or ()) for text in said)
        return (
            replace(each, target=Target("members.id_no", role="family"), suggestion="")
            if told * 2 > len(said)
            else each
        )

    return replace(match, columns=tuple(map(settled, match.columns)))


def families_in(cells: Sequence[Cell]) -> Families:
    """Read the cells of a column that names the members of households."""
    found = Families()
    people: list[_Person] = []
    places: list[int] = []
    for at, cell in enumerate(cells):
        text = _text(cell)
        if not text:
            continue
        persons = persons_in(text)
        if persons is None or not all(one.name for one in persons):
            if _DIGITS.search(text) or persons:
                found.faults[at] = Fault("I210", {})
            else:
                found.unread[at] = text
            continue
        dead = [one for one in persons if any(word in rest for rest in one.rest for word in _dead())]
        found.gone.update({at: [f"{one.relation}{one.name}: {'、'.join(one.rest)}" for one in dead]} if dead else {})
        alive = [one for one in persons if one not in dead]
        people += alive
        places += [at] * len(alive)
    said: list[dict[str, Any]] = [{} for _ in people]
    for name in _Person().cells():
        values = read_column(_HOUSEHOLDS, Target(f"members.{name}"), [one.cells()[name] for one in people])
        for own, value in zip(said, values.values, strict=True):
            if value is not None:
                own[name] = value
        found.faults.update(
            {places[at]: fault for at, fault in values.faults.items() if places[at] not in found.faults}
        )
    for at, own, one in zip(places, said, people, strict=True):
        if one.rest:
            own["note"] = "、".join(one.rest)
        found.members.setdefault(at, []).append(own)
    found.count = len(people)
    return found


def put_families(each: ColumnMatch, found: Families, columns: Mapping[Slot, int], drafts: Mapping[int, Draft]) -> None:
    """Put the members into the drafts of their households; who is the head already completes it."""
    head_slot = -1 if (_NAME, -1) in columns else 0
    for at in found.members.keys() & drafts.keys():
        members = drafts[at].parts.setdefault("members", {})
        head = members.setdefault(head_slot, {})
        others = [own for own in found.members[at] if own.get("name") != head.get("name")]
        for own in found.members[at]:
            if own not in others:
                head.update({name: value for name, value in own.items() if head.get(name) is None})
        if not any(own.get("relation") == _HEAD for own in others):
            head.setdefault("relation", _HEAD)
        for slot, own in enumerate(others, FIRST_SLOT):
            members[slot] = own
    heading = each.key
    for at in drafts.keys() & (found.unread.keys() | found.gone.keys()):
        draft = drafts[at]
        text = found.unread.get(at, "") or "; ".join(found.gone[at])
        draft.add_note(f"{heading}: {text}")
        draft.doubts.append((each.col, Fault("I212" if at in found.unread else "I214", {"heading": heading})))


def slots_of(found: Families) -> Iterator[Slot]:
    """The slots that the members are put into, by field."""
    most = max(map(len, found.members.values()), default=0)
    return ((f"members.{name}", FIRST_SLOT + at) for at in range(most) for name in _Person().cells())


def invalid_numbers(found: Families) -> Iterator[int]:
    """Where some member's number is no citizen id as it stands."""
    return (
        at
        for at, people in found.members.items()
        if any(own.get("id_no") and not is_valid(str(own["id_no"])) for own in people)
    )


def persons_in(text: str) -> list[_Person] | None:
    """The people that a text names; None where it says something else between them, or nobody can tell whose it is."""
    found: list[_Person] = []
    for segment in filter(str.strip, _PARTED.split(nfkc(_CIRCLED.sub("\n", text)).replace("\r", "\n"))):
        persons = _of_segment(segment)
        if persons is None:
            return None
        found += persons
    told = {bool(one.relation) for one in found}
    # Somebody beside relatives who is none: 林荷、长子 钱小多.
    if not found or len(told) > 1:
        return None
    sure = told == {True} or all(one.id_no or begins_with_surname(one.name) for one in found)
    return found if sure else None


def _of_segment(text: str) -> list[_Person] | None:
    words = [word for part in _BETWEEN.split(_NUMBER.sub(r" \g<0> ", text)) for word in _parts(part)]
    persons: list[_Person] = []
    first = ""
    for word in words:
        kind = _kind(word, after_name=bool(persons and persons[-1].name))
        if kind == "label":
            continue
        if kind in ("name", "relation"):
            first = first or kind
            if not persons or kind == first:
                persons.append(_Person())
            if getattr(persons[-1], kind):
                return None
            setattr(persons[-1], kind, word)
        elif not persons:
            return None
        elif kind == "phone":
            persons[-1].phones.append(word)
        elif kind in ("id_no", "sex"):
            if getattr(persons[-1], kind):
                return None
            setattr(persons[-1], kind, word)
        else:
            if _DIGITS.search(word):
                return None
            persons[-1].rest.append(word)
    return persons


def _parts(word: str) -> Iterator[str]:
    """A word, and of one that begins with a label or a relation, that and the rest: 电话199…, 配偶林荷."""
    for label in _said()["labels"]:
        if word.startswith(label) and word != label:
            yield from _parts(word.removeprefix(label))
            return
    both = None if _is_relation(word) else _PREFIX.fullmatch(word)
    for length in range(min(len(word) - 2, 4), 0, -1) if both else ():
        relation, name = word[:length], word[length:]
        if length == 1 and relation not in "夫妻父母子女儿媳婿":
            continue
        if _is_relation(relation) and begins_with_surname(name):
            yield relation
            yield name
            return
    if word:
        yield word


def _kind(word: str, *, after_name: bool) -> str:
    if _NUMBER.fullmatch(word):
        return "id_no" if len(word) >= _ID_FROM else "phone"
    if word in _said()["labels"]:
        return "label"
    if after_name and word in ("男", "女"):
        return "sex"
    if _is_relation(word):
        return "relation"
    if _AGE.fullmatch(word) or any(known in word for known in _dead()) or not _ONE.fullmatch(word):
        return "rest"
    return "name" if begins_with_surname(word) or not after_name else "rest"


def _is_relation(word: str) -> bool:
    return not word.isascii() and code_list("relation").find(word) is not None


def _text(cell: Cell) -> str:
    """What a cell says, "" where it is blank or says that there is nobody."""
    text = "" if is_empty(cell) else cell_text(cell).strip()
    return "" if is_placeholder(squash(text)) or text in _said()["nobody"] else text


def _asks_for_family(heading: str) -> bool:
    return any(word in heading for word in _said()["headings"])


@cache
def _dead() -> Sequence[str]:
    words: Sequence[str] = packaged("gridctl.intake.columns", "notnames.yaml")["couples"]["dead"]
    return words


@cache
def _said() -> Mapping[str, Sequence[str]]:
    return packaged("gridctl.intake.columns", "familytext.yaml")
