"""Members of a household in columns of their own: 配偶 above 姓名 and 手机, 子女1, 子女2; 父亲姓名, 母亲姓名."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.dictionary.vocabulary import Target, column_at
from gridctl.schema.codelists import code_list
from gridctl.schema.col import SENSITIVE
from gridctl.text.normalize import label_key, nfkc
from gridctl.text.packaged import packaged
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.intake.columns.heading import Heading
    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.dictionary.vocabulary import Vocabulary

_NAME: Final = "members.name"
_RELATION: Final = "members.relation"
# Beyond the numbers that headings give (成员12).
_FIRST_SLOT: Final = 101
_NOISE: Final = pattern(r"(?:基本|登记)?(?:信息|情况|资料)$")
_NUMBER: Final = pattern(r"[(]?(?:[0-9]{1,2}|[一二三四五六七八九十])[)]?$")
_NUMBERED: Final = pattern(r"([0-9]{1,2}|[一二三四五六七八九十])?(.+?)([0-9]{1,2}|[一二三四五六七八九十])?")
_HEAD: Final = "户主"
# 兄弟姐妹
_LONGEST: Final = 4
_BLANKS: Final = pattern(r"\s+")

_SONS: Final = frozenset(("only_son", "eldest_son", "second_son", "third_son", "fourth_son", "fifth_son"))
_DAUGHTERS: Final = frozenset(
    ("only_daughter", "eldest_daughter", "second_daughter", "third_daughter", "fourth_daughter", "fifth_daughter")
)
_SONS_CHILDREN: Final = frozenset(("grandson", "granddaughter"))
_DAUGHTERS_CHILDREN: Final = frozenset(("daughters_son", "daughters_daughter"))
_FATHERS_PARENTS: Final = frozenset(("fathers_father", "fathers_mother"))
_MOTHERS_PARENTS: Final = frozenset(("mothers_father", "mothers_mother"))
_WITHIN: Final[Mapping[str, frozenset[str]]] = {
    "spouse": frozenset(("husband", "wife")),
    "son": _SONS,
    "daughter": _DAUGHTERS,
    "child": frozenset(("son", "daughter")) | _SONS | _DAUGHTERS,
    "sons_child": _SONS_CHILDREN,
    "daughters_child": _DAUGHTERS_CHILDREN,
    "grandchild": frozenset(("sons_child", "daughters_child")) | _SONS_CHILDREN | _DAUGHTERS_CHILDREN,
    "parent": frozenset(("father", "mother")),
    "spouses_parent": frozenset(("husbands_father", "husbands_mother", "wifes_father", "wifes_mother")),
    "fathers_parent": _FATHERS_PARENTS,
    "mothers_parent": _MOTHERS_PARENTS,
    "grandparent": frozenset(("fathers_parent", "mothers_parent")) | _FATHERS_PARENTS | _MOTHERS_PARENTS,
    "sibling": frozenset(("elder_brother", "younger_brother", "elder_sister", "younger_sister")),
}


def says_less(relation: Any, known: Any) -> bool:
    """Whether a relation only says in general what is known already: 子女 of an eldest son."""
    return known in _WITHIN.get(relation, ())


@dataclass(slots=True)
class _Person:
    """The columns of one person, by place; ``relation`` is the key of what their heading calls them."""

    relation: str
    group: str
    places: list[int] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)


def relatives(found: list[ColumnMatch], headings: Sequence[Heading], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """The columns of a household form with those about relatives of its head as numbered members of it.

    Rows that are about one person each (a name of their own, or a relation) are no households: whose father is meant
    can be told there, but not what he is to the head, nor whether he lives there. Such columns go into the person's
    note; numbers of documents, which may stand in none, are left unknown.
    """
    known = [_read(each, heading, vocabulary) for each, heading in zip(found, headings, strict=True)]
    if not any(group and relation for _, group, relation in known):
        return found
    if any(target is not None and target.field in (_NAME, _RELATION) and not group for target, group, _ in known):
        return [_beside(each, *said) for each, said in zip(found, known, strict=True)]
    persons: list[_Person] = []
    for place, (target, group, relation) in enumerate(known):
        if target is None or not group:
            continue
        if not persons or persons[-1].group != group or target.field in persons[-1].fields:
            persons.append(_Person(relation, group))
        persons[-1].places.append(place)
        persons[-1].fields.add(target.field)
    settled = list(found)
    for slot, person in enumerate((each for each in persons if _NAME in each.fields), _FIRST_SLOT):
        told = person.relation and _RELATION not in person.fields
        for place in person.places:
            target = known[place][0]
            if target is not None:
                also = (("relation", person.relation),) if told and target.field == _NAME else target.also
                settled[place] = replace(found[place], target=replace(target, slot=slot, also=also))
    return settled


def _beside(each: ColumnMatch, target: Target | None, group: str, relation: str) -> ColumnMatch:
    """A column about a relative of somebody, by the name it has in that person's note; any other as it is."""
    if target is None or not (group and relation):
        return each
    col = column_at("households", target.field).col
    if col.sens >= SENSITIVE:
        return replace(each, target=None)
    heading = each.heading if each.target is None else f"{group}{each.heading.split('/')[-1]}"
    return replace(each, heading=heading, target=Target("note", role="note"))


def _read(each: ColumnMatch, heading: Heading, vocabulary: Vocabulary) -> tuple[Target | None, str, str]:
    """A column's field of a member, whose it is ("" the row's own), and the key of the relation that says so."""
    target = each.target
    if target is not None:
        of_head = target.field == _NAME and any(label_key(text).startswith(_HEAD) for text in heading.texts)
        if of_head or not _of_row(target):
            return None, "", ""
        group = _BLANKS.sub("", nfkc("".join(heading.texts[:-1])))
        return target, group, _relation(group)
    # 子女1姓名, 配偶身份证号.
    key = label_key(heading.texts[-1])
    word = next((key[:length] for length in range(min(len(key) - 1, _LONGEST), 0, -1) if key[:length] in _words()), "")
    parts = _NUMBERED.fullmatch(key[len(word) :]) if word else None
    target = vocabulary.targets.get(parts[2]) if parts else None
    if parts is None or target is None or not _of_row(target):
        return None, "", ""
    return target, word + (parts[1] or parts[3] or ""), _relation(word)


def names_relative(group: str) -> bool:
    """Whether a heading that others stand below names a relative: 配偶, 子女1."""
    return bool(_relation(_BLANKS.sub("", nfkc(group))))


def _of_row(target: Target) -> bool:
    """Whether a field of a member is the row's own, as far as its own heading tells."""
    return target.role == "field" and target.slot == 0 and target.field.startswith("members.")


def _relation(group: str) -> str:
    word = _NUMBER.sub("", _NOISE.sub("", _NUMBER.sub("", group)))
    item = code_list("relation").find(word) if word in _words() else None
    return item.key if item else ""


@cache
def _words() -> frozenset[str]:
    return frozenset(packaged("gridctl.intake.dictionary", "variants.yaml")["relatives"])
