"""The headings of all ledgers as they were last worked out, kept in ``.gridctl/`` for one version of the program.

Working them out needs the model of every ledger, a third of the time of a short import; read back they need none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.dictionary.vocabulary import NO_VALUES, Target, Vocabulary, remember, vocabulary
from gridctl.intake.dictionary.words import Words
from gridctl.schema.ledgers import LEDGERS, ledger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.store.results import ResultCache

_NAME: Final = "headings"


def recall(results: ResultCache, program: str) -> None:
    """Make the vocabularies known as this program last worked them out; the first time, work them out and keep them.

    ``program`` is the digest of all that they depend on.
    """
    kept = results.get(_NAME, program)
    if kept is None:
        results.put(_NAME, program, [_plain(vocabulary(each.name)) for each in LEDGERS])
    else:
        remember(map(_vocabulary, kept))


def _plain(known: Vocabulary) -> dict[str, Any]:
    """A vocabulary as JSON has it; headings name their target by its place in the list of all."""
    targets: list[list[Any]] = []
    places: dict[str, int] = {}

    def place(target: Target) -> int:
        plain = [target.field, target.role, target.slot, target.join, target.flag, target.part, target.also]
        plain.append(dict(target.values))
        at = places.setdefault(repr(plain), len(targets))
        if at == len(targets):
            targets.append(plain)
        return at

    words = known.words
    return {
        "ledger": known.ledger.name,
        "headings": {key: place(target) for key, target in known.targets.items()},
        "variants": {form: place(target) for form, target in known.variants.items()},
        "targets": targets,
        "anchors": sorted(known.anchors),
        "against": sorted(known.against),
        "titles": dict(known.titles),
        "alternatives": {path: list(keys) for path, keys in known.alternatives.items()},
        "sent": known.sent,
        "words": {
            "fields": {path: list(keys) for path, keys in words.fields.items()},
            "choose": sorted(words.choose),
            "fallback": dict(words.fallback),
            "note": sorted(words.note),
            "ignore": sorted(words.ignore),
            "spare": {key: sorted(fields) for key, fields in words.spare.items()},
            "unclear": {path: sorted(values) for path, values in words.unclear.items()},
            "likely": {path: dict(meant) for path, meant in words.likely.items()},
            "either": {path: dict(meant) for path, meant in words.either.items()},
        },
    }


def _vocabulary(plain: Mapping[str, Any]) -> Vocabulary:
    targets = [_target(*each) for each in plain["targets"]]
    words = plain["words"]
    return Vocabulary(
        ledger(plain["ledger"]),
        {key: targets[at] for key, at in plain["headings"].items()},
        {form: targets[at] for form, at in plain["variants"].items()},
        frozenset(plain["anchors"]),
        frozenset(plain["against"]),
        plain["titles"],
        {path: tuple(keys) for path, keys in plain["alternatives"].items()},
        Words(
            {path: tuple(keys) for path, keys in words["fields"].items()},
            frozenset(words["choose"]),
            words["fallback"],
            frozenset(words["note"]),
            frozenset(words["ignore"]),
            {key: frozenset(fields) for key, fields in words["spare"].items()},
            {path: frozenset(values) for path, values in words["unclear"].items()},
            words["likely"],
            words["either"],
        ),
        plain["sent"],
    )


def _target(field: str, role: Any, slot: int, join: int, flag: str, part: str, also: Any, values: Any) -> Target:
    return Target(field, role, slot, join, flag, part, tuple(map(tuple, also)), values or NO_VALUES)
