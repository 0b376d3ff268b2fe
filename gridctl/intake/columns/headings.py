"""From headings to fields: exact labels and aliases, numbered members, columns that make one field together.

A heading that is only close to a label is never taken for it; it is a suggestion for the person who can tell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gridctl.intake.columns.asked import asked
from gridctl.intake.columns.couples import leaf_of, of_couples
from gridctl.intake.columns.kin import names_relative, relatives
from gridctl.intake.columns.together import day_part, settled_together
from gridctl.intake.dictionary.bilingual import halves
from gridctl.intake.dictionary.legend import legend, without_legend
from gridctl.intake.dictionary.variants import is_of_others, one_form
from gridctl.intake.dictionary.vocabulary import (
    CATEGORY,
    NO_VALUES,
    OF_RESIDENTS,
    Target,
    Vocabulary,
    column_at,
    known_labels,
    known_variants,
    vocabulary,
)
from gridctl.schema.codelists import code_list
from gridctl.text.normalize import label_key
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gridctl.intake.columns.heading import Heading

SUGGEST_FROM: Final = 70.0
"""Least similarity, of 100, of a suggestion: two characters of five may differ. On the forms we have, labels of other
fields stay below it, one added or missing word stays above."""

# Longer texts are sentences.
_LONGEST_VARIANT: Final = 14
# Words of a heading that say nothing of their own: 所属领域, 服务队名称.
_EMPTY_WORDS = pattern(r"^(?:所属|所在|具体)|(?<=[\u4e00-\u9fff]{2})名称$")
_CODES: Final = pattern(r"(?:代码|编码|码值?|字典值?|code)$")
_GROUP_NOISE = pattern(r"(?:基本|登记)?(?:信息|情况|资料|内容)$")
_MEMBER = pattern(r"(?:家庭)?(?:成员|家属|同住人|居住人|人员)([一二三四五六七八九十]|\d{1,2})(.+)")
_NUMBERED = pattern(r"(.+?)(\d{1,2}|[一二三四五六七八九十])")
_SPAN: Final = pattern(r"(?:起止|起讫|起始|起至|期限)?(?:日期|时间|年月|期限)?$")
_BOUNDS: Final = {
    **dict.fromkeys(
        ("起", "起始", "开始", "自", "从", "始", "起始日期", "开始日期", "起始时间", "开始时间"), "开始日期"
    ),
    **dict.fromkeys(
        ("止", "终止", "结束", "至", "到", "截止", "终止日期", "结束日期", "截止日期", "结束时间"), "结束日期"
    ),
}
_HEAD: Final = "户主"
_CHINESE: Final = {char: number for number, char in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column: its heading as sent, what it means (None if nobody knows) and, if so, the closest field's label.

    ``variant``: the heading is in none of the lists, but asks for the same as one that is. ``by_values``: it says
    nothing; the values tell the field.
    """

    col: int
    heading: str
    target: Target | None
    suggestion: str = ""
    variant: bool = False
    by_values: bool = False

    @property
    def key(self) -> str:
        """What it asks for, in the form in which headings are compared, without what groups it with others."""
        return label_key(self.heading.split("/")[-1])


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """A sheet's columns as fields of one ledger.

    ``clashes`` are pairs of columns for one field of which nobody can say which counts. ``score`` compares ledgers;
    ``anchored`` tells whether some column belongs to this ledger alone.
    """

    ledger: str
    columns: tuple[ColumnMatch, ...]
    clashes: tuple[tuple[ColumnMatch, ColumnMatch], ...]
    score: float
    anchored: bool

    @property
    def unknown(self) -> tuple[ColumnMatch, ...]:
        """The columns that nobody knows."""
        return tuple(each for each in self.columns if each.target is None)

    def fields(self) -> frozenset[str]:
        """The paths of the fields that have a column."""
        return frozenset(
            each.target.field for each in self.columns if each.target and each.target.role in ("field", "day")
        )


def match_headings(
    headings: Sequence[Heading],
    vocabulary: Vocabulary,
    *,
    answers: Mapping[str, str] | None = None,
    filled: Callable[[int], bool] = lambda _col: True,
) -> HeadingMatch:
    """Match headings with the fields of one ledger.

    ``answers`` maps a heading as sent to a field path, to ``note`` for the note, or to "" to leave its column out: what
    somebody decided before.
    ``filled`` tells whether a column has any value; an empty one never clashes.
    """
    answers = {answer_key(heading): path for heading, path in (answers or {}).items()}
    found = [_match(each, vocabulary, answers) for each in headings]
    if vocabulary.ledger.name == "households":
        found = _number_repeats(relatives(found, headings, vocabulary))
    if vocabulary.ledger.name in OF_RESIDENTS:
        found = of_couples(found, headings, vocabulary)
    found = _head_of_household(found)
    found = settled_together(found, vocabulary, filled)
    found = _depending(found, vocabulary, filled)
    found = _variants_give_way(found, vocabulary)
    kept, clashes = _settle(found, vocabulary, filled)
    score, anchored = _score(kept, vocabulary)
    return HeadingMatch(vocabulary.ledger.name, tuple(kept), tuple(clashes), score, anchored)


def answer_key(heading: str) -> str:
    """The form in which headings as sent are compared with those that somebody answered for."""
    return "/".join(map(label_key, heading.split("/")))


# Rows are looked through for headings, and say the same words again and again.
@lru_cache(maxsize=1 << 13)
def is_label(text: str) -> bool:
    """Whether a text is a heading of some ledger: what tells heading rows from all others."""
    key = label_key(text)
    if key in known_labels() or _prefixed(key, vocabulary("households")) is not None:
        return True
    if day_part(text) or any(map(is_label, halves(text))):
        return True
    if (question := asked(text)) and question != key and is_label(question):
        return True
    if len(key) <= _LONGEST_VARIANT and leaf_of(text) in known_labels():
        return True
    return len(key) <= _LONGEST_VARIANT and any(one_form(key, name) in forms for name, forms in known_variants())


def with_suggestions(match: HeadingMatch, vocabulary: Vocabulary) -> HeadingMatch:
    """The same match, with the closest label beside each unknown heading."""
    taken = match.fields()
    if not match.unknown:
        return match
    choices = [
        key for key, target in vocabulary.targets.items() if target.field not in taken and target.role == "field"
    ]
    columns = tuple(
        each if each.target else replace(each, suggestion=_closest(each, vocabulary, choices)) for each in match.columns
    )
    return replace(match, columns=columns)


def _closest(each: ColumnMatch, vocabulary: Vocabulary, choices: list[str]) -> str:
    *groups, last = each.heading.split("/")
    key = label_key("".join([*groups, last]) if any(map(names_relative, groups)) else last)
    near = [choice for choice in choices if _may_be_near(key, choice)]
    if not near:
        return ""
    # Costs a tenth of a short import to load, and hardly any unknown heading is near a label.
    from rapidfuzz import fuzz, process

    hit = process.extractOne(key, near, scorer=fuzz.ratio, score_cutoff=SUGGEST_FROM)
    if hit is None:
        return ""
    return column_at(vocabulary.ledger.name, vocabulary.targets[hit[0]].field).col.zh


def _may_be_near(key: str, choice: str) -> bool:
    """Whether two labels have so many characters in common that they may be similar, in whatever order these stand."""
    return 200 * sum(map(choice.__contains__, key)) >= SUGGEST_FROM * (len(key) + len(choice))


def _match(heading: Heading, vocabulary: Vocabulary, answers: Mapping[str, str]) -> ColumnMatch:
    path = answers.get(answer_key(heading.text)) if answers else None
    if path is not None:
        said = Target(path, role="note") if path == "note" else Target(path) if path else Target(role="ignore")
        return ColumnMatch(heading.col, heading.text, said)
    if (choice := _choice(heading, vocabulary)) is not None:
        return ColumnMatch(heading.col, heading.text, choice)
    last = label_key(heading.texts[-1])
    of_others = any(
        is_of_others(_GROUP_NOISE.sub("", label_key(text)), vocabulary.ledger.name) for text in heading.texts[:-1]
    )
    for key in _candidates(heading.texts):
        if of_others and key == last:
            return ColumnMatch(heading.col, heading.text, Target("note", role="note"))
        target = vocabulary.targets.get(key) or _prefixed(key, vocabulary)
        if target is not None:
            return ColumnMatch(heading.col, heading.text, _with_legend(target, heading, vocabulary))
        target = vocabulary.variants.get(one_form(key, vocabulary.ledger.name))
        if target is not None:
            return ColumnMatch(heading.col, heading.text, _with_legend(target, heading, vocabulary), variant=True)
    return ColumnMatch(heading.col, heading.text, _coded(last, vocabulary), variant=True)


def _coded(key: str, vocabulary: Vocabulary) -> Target | None:
    """The field of 性别代码, where 性别 is one of a list: the column has the codes of its values."""
    target = vocabulary.targets.get(_CODES.sub("", key)) if _CODES.search(key) else None
    if target is None or target.role != "field" or target.part or target.flag:
        return None
    return target if column_at(vocabulary.ledger.name, target.field).col.codes else None


def _choice(heading: Heading, vocabulary: Vocabulary) -> Target | None:
    """A column to tick for one value of a list: 低保 below 人员类别(打√), or by itself in lists of such people."""
    *groups, last = heading.texts
    if not groups and (vocabulary.ledger.name != "special_groups" or label_key(last) in vocabulary.targets):
        return None
    if not groups:
        item = code_list("special_category").find(last)
        return Target(CATEGORY, flag=item.zh) if item else None
    key = label_key(groups[-1])
    target = vocabulary.targets.get(key) or vocabulary.targets.get(_GROUP_NOISE.sub("", key))
    if target is None or target.role != "field" or target.part:
        return None
    codes = column_at(vocabulary.ledger.name, target.field).col.codes
    item = code_list(codes).find(last) if codes else None
    return replace(target, flag=item.zh, values=NO_VALUES) if item else None


def _with_legend(target: Target, heading: Heading, vocabulary: Vocabulary) -> Target:
    """The target with what its heading says that marks stand for, where it asks for one of a list or for yes or no."""
    meant = legend(heading.texts[-1])
    if not meant or target.role != "field" or target.flag:
        return target
    column = column_at(vocabulary.ledger.name, target.field)
    if not column.col.codes and column.kind != "yesno":
        return target
    return replace(
        target, values={**target.values, **{mark: target.values.get(word, word) for mark, word in meant.items()}}
    )


# Each sheet is compared with the headings of every ledger.
@lru_cache(maxsize=1 << 10)
def _candidates(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts under which a heading may be known, the most telling first."""
    keys = [label_key(text) for text in texts]
    keys = [key for key in keys if key]
    if not keys:
        return ()
    *groups, last = keys
    found = []
    for count in range(len(groups), 0, -1):
        group = "".join(groups[-count:])
        found += [group + last, _GROUP_NOISE.sub("", group) + last]
    if groups and (bound := _BOUNDS.get(last)):
        # 矫正起止日期 over 起 and 止.
        found.append(_SPAN.sub("", groups[-1]) + bound)
    found += [last, *map(label_key, halves(texts[-1]))]
    if question := asked(texts[-1]):
        found.append(question)
    if (bare := _EMPTY_WORDS.sub("", last)) and len(bare) > 1:
        found.append(bare)
    if legend(texts[-1]) and (bare := label_key(without_legend(texts[-1]))):
        found.append(bare)
    if len(texts[-1]) > len(last):
        # A label whose meaning is partly in its hint, such as 月租金(RMB).
        found.append(label_key(texts[-1].replace("(", "").replace("（", "")))
    return tuple(dict.fromkeys(found))


def _prefixed(key: str, vocabulary: Vocabulary) -> Target | None:
    """``户主性别`` is the head's sex, ``成员2姓名`` and ``姓名2`` the second member's name."""
    if match := _MEMBER.fullmatch(key):
        return _of_member(match[2], _number(match[1]), vocabulary)
    if key.startswith(_HEAD) and len(key) > len(_HEAD):
        return _of_member(key.removeprefix(_HEAD), -1, vocabulary)
    if match := _NUMBERED.fullmatch(key):
        return _of_member(match[1], _number(match[2]), vocabulary)
    return None


def _of_member(key: str, slot: int, vocabulary: Vocabulary) -> Target | None:
    target = vocabulary.targets.get(key)
    if target is None or target.role != "field" or not target.field.startswith("members."):
        return None
    return replace(target, slot=slot)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _CHINESE[text]


def _number_repeats(found: list[ColumnMatch]) -> list[ColumnMatch]:
    """Number the members of a row that repeats the same headings: 姓名 关系 电话 姓名 关系 电话."""
    counts = Counter(label_key(each.heading) for each in found if _own_member(each))
    often = [count for count in counts.values() if count > 1]
    if len(often) < 2 or max(often) != min(often):
        return found
    seen: Counter[str] = Counter()
    numbered = []
    for each in found:
        key = label_key(each.heading)
        if _own_member(each) and counts[key] > 1 and each.target:
            seen[key] += 1
            each = replace(each, target=replace(each.target, slot=seen[key]))  # noqa: PLW2901 -- the same column, numbered
        numbered.append(each)
    return numbered


def _own_member(each: ColumnMatch) -> bool:
    return each.target is not None and each.target.slot == 0 and each.target.field.startswith("members.")


def _head_of_household(found: list[ColumnMatch]) -> list[ColumnMatch]:
    """``户主姓名`` is the head's name; where no other column names members, the head is one of them."""
    return [
        replace(each, target=replace(each.target, slot=-1))
        if each.target and each.target.field == "members.name" and each.target.slot == 0 and _of_head(each.heading)
        else each
        for each in found
    ]


def _of_head(heading: str) -> bool:
    return any(label_key(part).startswith(_HEAD) for part in heading.split("/"))


def _depending(found: list[ColumnMatch], vocabulary: Vocabulary, filled: Callable[[int], bool]) -> list[ColumnMatch]:
    """Headings whose meaning depends on the other columns: 年龄 beside a birth date, 户主姓名 beside a name."""
    words = vocabulary.words
    fields = {
        each.target.field
        for each in found
        if each.target and each.target.role == "field" and each.key not in words.fallback and filled(each.col)
    }

    def settled(each: ColumnMatch) -> ColumnMatch:
        key = each.key
        if each.target != vocabulary.targets.get(key):
            return each
        if words.fallback.get(key) in fields:
            return replace(each, target=Target("note", role="note"))
        if not words.spare.get(key, frozenset()).isdisjoint(fields):
            return replace(each, target=Target(role="ignore"))
        return each

    return [settled(each) for each in found]


def _variants_give_way(found: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """A field with a column in its own words needs no variant's, which goes into the note; lists take both."""
    taken = {_meaning(each.target) for each in found if each.target and not each.variant}

    def settled(each: ColumnMatch) -> ColumnMatch:
        target = each.target
        if not each.variant or target is None or target.role != "field":
            return each
        if _meaning(target) not in taken:
            taken.add(_meaning(target))
            return each
        if _CODES.search(each.key):
            # Codes beside their words say nothing of their own.
            return replace(each, target=Target(role="ignore"))
        many = column_at(vocabulary.ledger.name, target.field).kind == "list"
        return each if many else replace(each, target=Target("note", role="note"))

    return [settled(each) for each in found]


def _meaning(target: Target) -> tuple[str, int, str, int, str]:
    return target.field, target.slot, target.part, target.join, target.flag


def _settle(
    found: list[ColumnMatch], vocabulary: Vocabulary, filled: Callable[[int], bool]
) -> tuple[list[ColumnMatch], list[tuple[ColumnMatch, ColumnMatch]]]:
    """Decide between columns for one field: empty ones give way; lists, joined texts and alternatives share it."""
    by_field: defaultdict[tuple[str, int, str], list[ColumnMatch]] = defaultdict(list)
    for each in found:
        if each.target and each.target.role == "field":
            by_field[each.target.field, each.target.slot, each.target.part].append(each)
    clashes = []
    for (path, *_), group in by_field.items():
        rivals = [each for each in group if each.target and not each.target.join and not each.target.flag]
        # The note takes what several columns say.
        if len(rivals) < 2 or path.endswith("note"):
            continue
        order = vocabulary.alternatives.get(path, ())
        rivals = [each for each in rivals if filled(each.col)]
        keys = [each.key for each in rivals]
        clash = len(rivals) > 1 and not (set(keys) <= set(order) and len(set(keys)) == len(keys))
        # Asked last: it needs the ledger's model.
        if clash and column_at(vocabulary.ledger.name, path).kind != "list":
            clashes.append((rivals[0], rivals[1]))
    return found, clashes


def _score(found: list[ColumnMatch], vocabulary: Vocabulary) -> tuple[float, bool]:
    score, anchored = 0.0, False
    # Whether a column says the field in its own words: 姓名 is the head of a building in its list, and tells no list.
    own: dict[str, bool] = {}
    for each in found:
        if each.target and each.target.role == "field":
            path = each.target.field
            own[path] = own.get(path, False) or each.key not in vocabulary.words.fallback
    for path, said in own.items():
        if said and path in vocabulary.anchors:
            score, anchored = score + 3, True
        elif path.startswith("resident."):
            score += 0.5
        else:
            score += 1
    if any(each.target and each.target.slot == -1 for each in found):
        # Heads of households are named by the ledger of households alone.
        score, anchored = score + 1, True
    unknown = sum(each.target is None for each in found)
    beside = sum(each.target is not None and each.target.role == "note" for each in found)
    against = sum(not vocabulary.against.isdisjoint(map(label_key, each.heading.split("/"))) for each in found)
    return score - 0.5 * unknown - 0.25 * beside - 3 * against, anchored
