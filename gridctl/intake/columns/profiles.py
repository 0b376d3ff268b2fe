"""What a sender's layout means, as somebody once said: kept beside the ledgers, one small file a layout.

A profile is found by the fingerprint of a sheet's headings, or named on the command line. The files lie in
``ledgers/imports`` and may be edited by hand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from gridctl.findings.finding import Finding, Place, Severity
from gridctl.intake.columns.headings import answer_key
from gridctl.intake.dictionary.vocabulary import column_at, vocabulary
from gridctl.schema.ledgers import ledger as ledger_named
from gridctl.store.digests import blob_id
from gridctl.store.faults import UsageFault
from gridctl.text.normalize import label_key
from gridctl.text.pattern import pattern
from gridctl.text.yamltree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FOLDER: Final = "ledgers/imports"
NOTE: Final = "note"
"""An answer: the column's values go to the record's note."""
IGNORE: Final = ""
"""An answer: the column is left out."""

_IGNORE_WORDS: Final = frozenset(("", "-", "不导入", "忽略", "ignore"))
_NOTE_WORDS: Final = frozenset(("备注", "note"))
_UNSAFE = pattern(r'[\x00-\x1f<>:"/\\|?*%.~]+')


@dataclass(frozen=True, slots=True)
class SenderProfile:
    """One layout: its ledger, the fingerprint of its headings, and what headings mean that nobody else knows.

    ``answers`` maps a heading to the path of a field, or to ``NOTE`` or ``IGNORE``.
    """

    name: str
    ledger: str
    fingerprint: str
    answers: Mapping[str, str] = field(default_factory=dict)


def fingerprint(headings: Iterable[str]) -> str:
    """What is the same for the same headings in the same order, however they are decorated."""
    return blake2b("\n".join(map(answer_key, headings)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def field_named(ledger: str, text: str) -> str | None:
    """The answer that somebody's words give: a field's path by its label, ``NOTE`` or ``IGNORE``; None if unknown."""
    said = text.strip()
    if said in _IGNORE_WORDS:
        return IGNORE
    if said in _NOTE_WORDS:
        return NOTE
    target = vocabulary(ledger).targets.get(label_key(said))
    return target.field if target is not None and target.role == "field" else None


def load_profiles(root: Path) -> tuple[tuple[SenderProfile, ...], tuple[Finding, ...]]:
    """The community's profiles by name, and what is wrong with their files (I116)."""
    folder = root / FOLDER
    profiles: list[SenderProfile] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        tree = read_tree(path.read_bytes())
        where = f"{FOLDER}/{path.name}"
        if tree.faults or not isinstance(tree.value, dict):
            findings.append(_finding(where, ""))
            continue
        profile, unknown = _profile(path.stem, tree.value)
        findings += [_finding(where, word) for word in unknown]
        if profile is not None:
            profiles.append(profile)
    return tuple(profiles), tuple(findings)


def profile_named(profiles: Iterable[SenderProfile], name: str) -> SenderProfile:
    """The profile of this name; raises UsageFault if there is none."""
    known = {each.name: each for each in profiles}
    if name not in known:
        names = "、".join(known)
        raise UsageFault(
            f"没有「{name}」这份来表说明。" + (f"现有：{names}" if known else f"{FOLDER} 里还没有。"),
            f"There is no sender profile {name}. " + (f"Known: {names}" if known else f"{FOLDER} has none."),
        )
    return known[name]


def save_profile(root: Path, profile: SenderProfile) -> str:
    """Write a profile's file, in place of one for the same layout; returns its path relative to ``root``.

    Raises Refused where it cannot be written.
    """
    # Writing brings locks along, which reading profiles does not need.
    from gridctl.store.transaction import Transaction

    name = next((each.name for each in load_profiles(root)[0] if each.fingerprint == profile.fingerprint), profile.name)
    stem = _UNSAFE.sub(" ", name).strip(" _") or profile.fingerprint
    path = f"{FOLDER}/{stem}.yaml"
    found = ledger_named(profile.ledger)
    lines = [
        "# 这种表格里各列的意思，导入时自动套用；可以手工改。列名右边写字段名，「备注」并入备注，「不导入」略去。",
        f"台账: {_quoted(found.zh)}",
        f"指纹: {_quoted(profile.fingerprint)}",
        "列:",
        *(f"  {_quoted(heading)}: {_quoted(_said(found.name, answer))}" for heading, answer in profile.answers.items()),
    ]
    target = root / path
    before = blob_id(target.read_bytes()) if target.is_file() else ""
    Transaction(root, "import profile").run({path: ("\n".join(lines) + "\n").encode("utf-8")}, {path: before})
    return path


def _profile(name: str, data: Mapping[str, Any]) -> tuple[SenderProfile | None, list[str]]:
    said = str(data.get("台账") or data.get("ledger") or "")
    try:
        ledger = ledger_named(said).name
    except KeyError:
        return None, [said]
    answers: dict[str, str] = {}
    unknown: list[str] = []
    columns = data.get("列") or data.get("columns") or {}
    for heading, words in columns.items() if isinstance(columns, dict) else ():
        answer = _answer(ledger, str(words or ""))
        if answer is None:
            unknown.append(str(words))
        else:
            answers[str(heading)] = answer
    return SenderProfile(name, ledger, str(data.get("指纹") or data.get("fingerprint") or ""), answers), unknown


def _answer(ledger: str, words: str) -> str | None:
    answer = field_named(ledger, words)
    if answer is not None:
        return answer
    try:
        column_at(ledger, words)
    except KeyError:
        return None
    return words


def _said(ledger: str, answer: str) -> str:
    """An answer in words that come back to it; the path where a label would mean another field."""
    if answer == IGNORE:
        return "不导入"
    if answer == NOTE:
        return "备注"
    label = column_at(ledger, answer).col.zh
    return label if field_named(ledger, label) == answer else answer


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _finding(path: str, word: str) -> Finding:
    return Finding("I116", Severity.WARNING, Place(path), params={"file": path, "word": word})
