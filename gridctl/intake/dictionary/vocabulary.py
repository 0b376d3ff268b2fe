"""Which field a heading means: labels, aliases, what layouts.yaml and words.yaml add, as one table for each ledger."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from gridctl.intake.dictionary.variants import one_form
from gridctl.intake.dictionary.words import SERIALS, Words, words_of
from gridctl.schema.col import Column, columns
from gridctl.schema.ledgers import LEDGERS, Ledger, ledger
from gridctl.text.normalize import label_key
from gridctl.text.packaged import shipped
from gridctl.text.yamltree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Role = Literal["field", "note", "hint", "ignore", "serial", "day", "standing", "family"]

RESIDENT: Final = "resident"
"""First step of the path of a value that belongs to the linked resident, not to the row's own record."""

HOUSE: Final = "house"
"""First step of the path of a value that only says which house the row is about."""

CATEGORY: Final = "category"
"""The field of which a row may say several values: somebody on several lists of special groups is several records."""

MEASURED: Final = frozenset(("hours", "area_m2", "visit_cycle_days"))
"""The fields of units.yaml, in whatever ledger: few sheets have one."""

NO_VALUES: Final[Mapping[str, str]] = MappingProxyType({})
# Asked whether there is any, 无 is an answer.
_ASKING: Final = ("有无", "是否")
_ANSWERS: Final[Mapping[str, str]] = MappingProxyType({"无": "无", "没有": "没有"})
# Ledgers whose records are about one resident: their forms carry the resident's own fields along.
OF_RESIDENTS: Final = ("special_groups", "volunteers")


@dataclass(frozen=True, slots=True)
class Target:
    """Where the values of one column go.

    ``field`` is a field, ``<parts>.<field>``, ``resident.<field>`` or ``house.<field>``; ``slot`` the number of a
    member given in numbered columns (0: the row's own), -1 the head of the household. ``join`` orders columns that
    make one text, ``part`` is a column's part in an address; ``flag`` is what a yes in the cell means; ``values``
    translates cells first. A ``day`` is one of the columns of a date, ``join`` 1 for its year, 2 month, 3 day.
    A ``hint`` goes into the note, and where a value of it is translated, fills the field if nobody says it.
    A ``standing`` says whether the row still holds; the cells of a ``family`` name a household's members.
    ``also`` is what a filled cell says of other fields beside it, or of the row's own record (``/field``). ``unit`` is
    another one than the field's, in which the heading says the numbers are.
    """

    field: str = ""
    role: Role = "field"
    slot: int = 0
    join: int = 0
    flag: str = ""
    part: str = ""
    also: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, str] = dataclasses.field(default_factory=lambda: NO_VALUES, hash=False)
    unit: str = ""


class Constant(NamedTuple):
    """What a word in a title says about every row of the sheet."""

    word: str
    ledger: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class HousePart:
    """One part of an address that has a column of its own.

    ``bare`` completes a mere number or letter (3 → 3栋), ``endings`` complete short forms (3号 → 3号楼).
    """

    part: str
    headings: Sequence[str]
    bare: str = ""
    endings: Mapping[str, str] = dataclasses.field(default_factory=lambda: NO_VALUES)


class HouseParts(NamedTuple):
    """What houseparts.yaml says: ``parts`` in the order of an address, ``fields`` they make by ledger.

    ``in_streets`` are ledgers whose doors are numbers in a street; ``title`` ends the names of compounds in titles,
    ``generic`` are such words that name none.
    """

    parts: Mapping[str, HousePart]
    fields: Mapping[str, str]
    in_streets: frozenset[str]
    title: Sequence[str]
    generic: frozenset[str]


class Vocabulary(NamedTuple):
    """One ledger's headings by label key, ``anchors`` and ``titles`` to recognise it, ``alternatives`` by field.

    ``variants`` are the headings in the form of those that ask for the same in other words. ``against`` are headings of
    other ledgers' lists. ``words`` tell what becomes of headings and values that depend on the rest of the sheet.
    ``sent``: others send lists of this kind, whose words layouts.yaml has.
    """

    ledger: Ledger
    targets: Mapping[str, Target]
    variants: Mapping[str, Target]
    anchors: frozenset[str]
    against: frozenset[str]
    titles: Mapping[str, int]
    alternatives: Mapping[str, tuple[str, ...]]
    words: Words
    sent: bool

    @property
    def labels(self) -> list[str]:
        """The label keys, for suggestions."""
        return list(self.targets)


# By ledger. Working one out needs its model, and all of them are compared with every sheet.
_KNOWN: Final[dict[str, Vocabulary]] = {}


def vocabulary(name: str) -> Vocabulary:
    """The headings of the ledger with this name."""
    known = _KNOWN.get(name)
    if known is None:
        known = _KNOWN[name] = _worked_out(name)
    return known


def remember(vocabularies: Iterable[Vocabulary]) -> None:
    """Take vocabularies as known that this very program worked out before."""
    for each in vocabularies:
        _KNOWN.setdefault(each.ledger.name, each)


def _worked_out(name: str) -> Vocabulary:
    found = ledger(name)
    layout = _layouts().get(name, {})
    targets = {key: Target(role="serial") for key in SERIALS}
    headings = layout.get("headings") or {}
    for key, value in headings.items():
        same = isinstance(value, dict) and value.get("as")
        targets[label_key(key)] = _target(headings[same] if same else value)
    if field := house_parts().fields.get(name):
        for part in house_parts().parts.values():
            for heading in part.headings:
                targets.setdefault(label_key(heading), Target(field, part=part.part))
    words = words_of(name)
    for path, keys in words.fields.items():
        for key in keys:
            targets.setdefault(key, Target(path))
    for rank in ("zh", "name", "alias", "en"):
        for path, each in _fields(found):
            for label in _labels(each, rank):
                targets.setdefault(label_key(label), Target(path))
    for key, path in words.fallback.items():
        targets[key] = Target(path)
    for key in (*words.note, *words.spare):
        targets.setdefault(key, Target("note", role="note", values=_ANSWERS if key.startswith(_ASKING) else NO_VALUES))
    for key in words.ignore:
        targets.setdefault(key, Target(role="ignore"))
    return Vocabulary(
        found,
        MappingProxyType(targets),
        _variants(name, targets, words),
        frozenset(layout.get("anchors") or ()),
        frozenset(map(label_key, layout.get("against") or ())),
        {word: int(weight) for word, weight in (layout.get("titles") or {}).items()},
        _alternatives(name, layout, words),
        words,
        bool(layout),
    )


def _variants(name: str, targets: Mapping[str, Target], words: Words) -> dict[str, Target]:
    """The headings in the form of their variants; a form that two fields share means neither."""
    found: dict[str, Target | None] = {}
    for key, target in targets.items():
        # What such a heading means depends on the other columns.
        if key not in words.fallback and key not in words.spare and target.role != "serial":
            form = one_form(key, name)
            found[form] = target if found.get(form, target) == target else None
    return {form: target for form, target in found.items() if target is not None}


def _alternatives(name: str, layout: Mapping[str, Any], words: Words) -> dict[str, tuple[str, ...]]:
    """For each field of which a sheet may have several columns, their headings, the best first."""
    found = {path: [*map(label_key, labels)] for path, labels in (layout.get("alternatives") or {}).items()}
    for path in words.choose:
        col = column_at(name, path).col
        found[path] = [
            label_key(col.zh),
            *found.get(path, ()),
            *words.fields.get(path, ()),
            *map(label_key, col.aliases),
        ]
    return {path: tuple(dict.fromkeys(keys)) for path, keys in found.items()}


@cache
def known_labels() -> frozenset[str]:
    """Every label key of every ledger: what makes a row a heading row."""
    return frozenset(key for each in LEDGERS for key in vocabulary(each.name).targets)


@cache
def known_variants() -> tuple[tuple[str, frozenset[str]], ...]:
    """Of every ledger with words of its own, the forms of its headings."""
    known = map(vocabulary, (each.name for each in LEDGERS))
    return tuple((each.ledger.name, frozenset(each.variants)) for each in known if each.sent)


@cache
def constants() -> tuple[Constant, ...]:
    """The words of constants.yaml, in its order."""
    return tuple(Constant(**row) for row in _data("constants.yaml"))


@cache
def house_parts() -> HouseParts:
    """What houseparts.yaml says."""
    data = _data("houseparts.yaml")
    parts = {each["part"]: HousePart(**each) for each in data["parts"]}
    in_streets, generic = frozenset(data["in_streets"]), frozenset(data["generic"])
    return HouseParts(parts, data["fields"], in_streets, data["title"], generic)


@cache
def column_at(name: str, path: str) -> Column:
    """The column a target's path leads to; raises ``KeyError``."""
    return _column(model_at(name, path), path.rpartition(".")[2])


def model_at(name: str, path: str) -> Any:
    """The model that holds the field a path leads to."""
    *steps, _ = path.split(".")
    model: Any = ledger(name).model
    for step in steps:
        model = _model_of(step) if step in (RESIDENT, HOUSE) else _column(model, step).part
    return model


def _model_of(step: str) -> Any:
    """The model of a path's first step that leads out of the row's own record."""
    if step == HOUSE:
        return ledger("households").model
    return ledger("households").column("members").part


def _column(model: Any, name: str) -> Column:
    for each in columns(model):
        if each.name == name:
            return each
    raise KeyError(name)


def _fields(found: Ledger) -> Iterator[tuple[str, Column]]:
    """The ledger's fields, then those of its parts, members first, then those of the resident it is about."""
    for each in found.columns:
        if each.part is None:
            yield each.name, each
    parts = [each for each in found.columns if each.part is not None]
    for each in sorted(parts, key=lambda part: part.col.table != "persons"):
        if each.part is not None:
            for inner in columns(each.part):
                # A member's generated number is no heading of a household form.
                if inner.name != "id":
                    yield f"{each.name}.{inner.name}", inner
    if found.name in OF_RESIDENTS:
        for inner in columns(_model_of(RESIDENT)):
            if inner.name != "id" and inner.part is None:
                yield f"{RESIDENT}.{inner.name}", inner


def _labels(each: Column, rank: str) -> tuple[str, ...]:
    if rank == "alias":
        return each.col.aliases
    return ({"zh": each.col.zh, "name": each.name, "en": each.col.en}[rank],)


def _target(value: Any) -> Target:
    if value == "note":
        return Target("note", role="note")
    if value == "ignore":
        return Target(role="ignore")
    return Target(
        value["field"],
        join=int(value.get("join", 0)),
        flag=value.get("flag", ""),
        part=value.get("part", ""),
        also=tuple((value.get("also") or {}).items()),
        role=value.get("role", "field"),
        values=dict(value.get("values", {})),
    )


@cache
def _layouts() -> dict[str, Any]:
    found: dict[str, Any] = _data("layouts.yaml")
    return found


def _data(name: str) -> Any:
    tree = read_tree(shipped("gridctl.intake.dictionary", name).read_bytes())
    if tree.faults:
        raise ValueError(f"{name}: {tree.faults}")
    return tree.value
