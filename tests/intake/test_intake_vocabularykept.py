"""The headings as kept by an earlier import are the headings as worked out, and only under the same program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gridctl.intake.dictionary import vocabulary as known
from gridctl.intake.dictionary.kept import recall
from gridctl.schema.ledgers import LEDGERS
from gridctl.store.results import ResultCache

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def forgetting(monkeypatch: pytest.MonkeyPatch) -> dict[str, known.Vocabulary]:
    """What a new process knows: nothing."""
    empty: dict[str, known.Vocabulary] = {}
    monkeypatch.setattr(known, "_KNOWN", empty)
    return empty


def test_headings_read_back_are_those_worked_out(tmp_path: Path, forgetting: dict[str, known.Vocabulary]) -> None:
    recall(ResultCache(tmp_path), "one program")
    worked_out = dict(forgetting)
    forgetting.clear()
    recall(ResultCache(tmp_path), "one program")
    assert list(forgetting) == [each.name for each in LEDGERS]
    assert forgetting == worked_out
    assert forgetting["households"] is not worked_out["households"]


def test_another_program_works_them_out_anew(tmp_path: Path, forgetting: dict[str, known.Vocabulary]) -> None:
    ResultCache(tmp_path).put("headings", "an older program", [{"ledger": "households"}])
    recall(ResultCache(tmp_path), "a newer program")
    assert forgetting["households"].targets["姓名"] == known.Target("members.name")
    assert ResultCache(tmp_path).get("headings", "an older program") is None
