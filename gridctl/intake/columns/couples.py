"""Rows of a list of persons that are about two: 男方 and 女方, each above 姓名 and 身份证号, are a record each.

The words are in variants.yaml and notnames.yaml.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.intake.cells.values import Fault, missing
from gridctl.intake.columns.heading import Heading
from gridctl.intake.dictionary.variants import one_form
from gridctl.intake.dictionary.vocabulary import CATEGORY, RESIDENT, Target
from gridctl.intake.reading.book import cell_text
from gridctl.text.normalize import label_key, nfkc, squash
from gridctl.text.packaged import packaged
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.intake.cells.draft import Draft, Slot
    from gridctl.intake.cells.values import ColumnValues
    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.dictionary.vocabulary import Vocabulary
    from gridctl.intake.reading.book import Cell

OTHERS: Final = ""
"""Among the parts of a draft, the other persons that its row is about."""

SECOND: Final = 1
"""The slot of the second person's columns."""

_NAME: Final = "name"
_SEXES: Final = (("sex", "male"), ("sex", "female"))
_BRACKETED: Final = pattern(r"(.+)[(](.+)[)]")
_BETWEEN: Final = pattern(r"\s+")


class _Said(NamedTuple):
    """Whose a column is (0 the man, 1 the woman), the word that says so, and the heading without it."""

    side: int
    word: str
    leaf: str


class _Nobody(NamedTuple):
    """What stands where a name should, the word in it that says so, and whether it tells of a death."""

    text: str
    word: str
    dead: bool


def of_couples(found: list[ColumnMatch], headings: Sequence[Heading], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """The columns of a list of persons with the second ones' apart, where each row names two and nobody else."""
    said = [_said(heading) for heading in headings]
    if len({each.side for each in said if each}) < 2:
        return found
    said = _between(said, headings)
    targets = [_target(each.leaf, vocabulary) if each else None for each in said]
    names = [each.side for each, target in zip(said, targets, strict=True) if each and target and target.field == _NAME]
    own = any(each.target and each.target.field == _NAME and not who for each, who in zip(found, said, strict=True))
    if own or sorted(names) != [0, SECOND]:
        return found
    fields = {target.field for target in targets if target and target.role == "field"}
    sexed = "sex" not in fields
    settled = []
    for each, who, target in zip(found, said, targets, strict=True):
        if who is None:
            settled.append(each)
        elif target is None or target.role != "field" or target.field.startswith(f"{RESIDENT}.") or target.part:
            aged = not vocabulary.words.spare.get(label_key(who.leaf), frozenset()).isdisjoint(fields)
            heading = f"{who.word}{who.leaf}"
            beside = Target(role="ignore") if aged else Target("note", role="note") if target else None
            settled.append(replace(each, heading=heading, target=beside))
        else:
            also = (_SEXES[who.side],) if sexed and target.field == _NAME else ()
            settled.append(replace(each, target=replace(target, slot=who.side, also=also)))
    return settled


def leaf_of(text: str) -> str:
    """What a heading asks of one of two people, as a label key: 姓名 of 男方姓名; "" if it names neither."""
    who = _said(Heading(0, (text,)))
    return label_key(who.leaf) if who and label_key(text) != label_key(who.word) else ""


def _said(heading: Heading) -> _Said | None:
    """Whose a column is as its heading says: 男方 above 姓名, 男方姓名, 姓名(男方), 男方."""
    texts = [_BETWEEN.sub("", nfkc(text)) for text in heading.texts]
    words = _words()
    for text in texts[:-1]:
        if (side := words.get(label_key(text))) is not None:
            return _Said(side, text, texts[-1])
    last = texts[-1]
    if (both := _BRACKETED.fullmatch(last)) and (side := words.get(both[2])) is not None:
        return _Said(side, both[2], both[1])
    last = label_key(last)
    if (side := words.get(last)) is not None:
        return _Said(side, last, "姓名")
    word = next(
        (last[:length] for length in range(min(len(last) - 1, _longest()), 1, -1) if last[:length] in words), ""
    )
    return _Said(words[word], word, last[len(word) :]) if word else None


def _between(said: list[_Said | None], headings: Sequence[Heading]) -> list[_Said | None]:
    """With the columns that stand once behind each of two names, such as 身份证号 behind 男方 and behind 女方."""
    keys = [label_key(heading.text) for heading in headings]
    counts = Counter(key for key, who in zip(keys, said, strict=True) if who is None)
    current: _Said | None = None
    seen: dict[str, int] = {}
    settled: list[_Said | None] = []
    for key, who in zip(keys, said, strict=True):
        current = who or current
        if who is None and current is not None and counts[key] == 2 and seen.setdefault(key, current.side) == 0:
            settled.append(_Said(current.side, current.word, key))
        elif who is None and current is not None and counts[key] == 2 and current.side == SECOND:
            settled.append(_Said(SECOND, current.word, key))
        else:
            settled.append(who)
    return settled


def _target(leaf: str, vocabulary: Vocabulary) -> Target | None:
    key = label_key(leaf)
    return vocabulary.targets.get(key) or vocabulary.variants.get(one_form(key, vocabulary.ledger.name))


class Couples:
    """Puts what the columns of two persons say into drafts of their own; false if no row is about two."""

    def __init__(self, columns: Sequence[ColumnMatch]) -> None:
        seconds = [each for each in columns if each.target and _is_second(each.target)]
        self._fields = {each.target.field for each in seconds if each.target}
        self._names = {
            each.target.slot: each.col for each in columns if each.target and each.target.field == _NAME and seconds
        }
        firsts = [
            each for each in columns if seconds and each.target and _said(Heading(0, (*each.heading.split("/"),)))
        ]
        self._fields.update(each.target.field for each in firsts if each.target and each.target.role == "field")

    def __bool__(self) -> bool:
        return bool(self._names)

    def nobodies(self, values: ColumnValues, cells: Sequence[Cell]) -> dict[int, _Nobody]:
        """Take out of a column of names what names nobody alive: 已故, 离异."""
        found: dict[int, _Nobody] = {}
        for at, cell in enumerate(cells):
            text = squash(cell_text(cell))
            if values.values[at] is not None or at in values.faults:
                bare = _BETWEEN.sub("", text)
                dead = next((word for word in _gone()["dead"] if word in bare), "")
                if dead or bare in _gone()["alone"]:
                    found[at] = _Nobody(text, dead or bare, dead=bool(dead))
                    values.values[at] = None
                    values.faults.pop(at, None)
        return found

    def put_nobody(
        self, slot: Slot, each: ColumnMatch, found: Mapping[int, _Nobody], drafts: Mapping[int, Draft]
    ) -> None:
        """Say in the note why one of the two is not entered; a row that says more of them comes back."""
        for at in found.keys() & drafts.keys():
            draft, (text, word, dead) = drafts[at], found[at]
            holder = draft.parts.get(OTHERS, {}).get(SECOND, {}) if slot[1] else draft.own
            known = [name for name in self._fields if holder.get(name)]
            if known and not dead:
                draft.faults.append((each.col, Fault("I204", {"word": word})))
                continue
            for name in known:
                # The number and telephone of somebody who died are nobody's.
                del holder[name]
            said = each.heading.replace("/姓名", "").replace("姓名", "")
            draft.own["note"] = "; ".join(filter(None, (f"{said}: {text}", draft.own.get("note"))))
            draft.doubts.append((each.col, Fault("I202", {"word": word})))

    def part(self, draft: Draft) -> None:
        """Make of a draft, whose numbers are checked, one for each of the two that is named."""
        others = draft.parts.pop(OTHERS, {})
        first = {name: draft.own.pop(name) for name in self._fields & draft.own.keys()}
        persons = []
        for slot, person in ((0, first), (SECOND, others.get(SECOND, {}))):
            if person.get(_NAME):
                persons.append(person)
            elif any(person.values()):
                draft.faults.append((self._names[slot], missing("special_groups", _NAME)))
        if not persons:
            return
        draft.own.update(persons[0])
        categories: list[Any] = list(draft.also)
        for person in persons[1:]:
            own = {**dict.fromkeys(self._fields), **person}
            draft.also += [own, *({**own, CATEGORY: each} for each in categories)]


def _is_second(target: Target) -> bool:
    return target.slot == SECOND and target.role == "field" and "." not in target.field


@cache
def _words() -> dict[str, int]:
    pairs = packaged("gridctl.intake.dictionary", "variants.yaml")["couples"]
    return {label_key(word): side for pair in pairs for side, word in enumerate(pair)}


@cache
def _longest() -> int:
    return max(map(len, _words()))


@cache
def _gone() -> Mapping[str, frozenset[str]]:
    said: dict[str, list[str]] = packaged("gridctl.intake.columns", "notnames.yaml")["couples"]
    return {kind: frozenset(words) for kind, words in said.items()}
