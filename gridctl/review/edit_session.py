"""Editing one record, or one person, as text: what is shown, and what comes of what is saved."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from gridctl.findings.message import field_label
from gridctl.review.edit_changes import Edited, entry_of, part_of, rewritten
from gridctl.review.edit_form import combined, form_text, model_of, placed, read_form
from gridctl.schema.ledgers import ledger
from gridctl.store.changeset import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Collection

    from gridctl.store.workspace import Workspace


class Session:
    """One record, or its part with this id, on its way through an editor."""

    def __init__(self, ws: Workspace, name: str, key: str, part: str = "") -> None:
        self._ws = ws
        self._entry = entry_of(ws, name, key)
        self._field, self._at = part_of(ledger(name), self._entry.data, part) if part else ("", -1)
        self._model = model_of(name, self._field)
        self._before: dict[str, Any] = self._entry.data
        if part:
            self._before = self._entry.data[self._field][self._at]
        self._above = f"{self._field}[{self._at}]" if part else ""

    def text(self) -> bytes:
        """The text to edit, in the language of the ledgers."""
        language = self._ws.settings.language
        about = ledger(self._entry.ledger)
        title = f"{about.title(language)} {self._before.get('id') or self._entry.key}"
        return form_text(self._model, self._before, title, language)

    def left_out(self, text: bytes) -> list[tuple[str, str]]:
        """The values that the text leaves out, as (path, label)."""
        form = read_form(self._model, text)
        kept = combined(self._model, self._before, form.data)[1] if form.data is not None else []
        return [(path, self._label(path)) for path in kept]

    def edited(self, text: bytes, clear: Collection[str]) -> Edited:
        """The changes that the text makes, its faults with their lines; ``clear`` names what it leaves out for good."""
        form = read_form(self._model, text)
        if form.data is None or any(each.severity == "error" for each in form.findings):
            return Edited(ChangeSet(), form.findings)
        data, _ = combined(self._model, self._before, form.data, clear)
        after = data
        if self._field:
            after = copy.deepcopy(self._entry.data)
            after[self._field][self._at] = data
        edited = rewritten(self._ws, self._entry, after)
        found = tuple(placed(self._model, text, each, self._above) for each in edited.findings)
        return Edited(edited.changes, (*form.findings, *found))

    def _label(self, path: str) -> str:
        return field_label(
            self._entry.ledger, f"{self._field}.{path}" if self._field else path, self._ws.settings.language
        )
