"""What was read of addresses, kept by their text: after a change only what is new is spelled and read again.

It is derived, lies in ``.gridctl/`` and holds no more than the ledger itself. Readings hang on the program and on the
administrative units of the ledger: under others it is begun anew.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from gridctl.addresses.reading.parse import Values, read_values
from gridctl.addresses.reading.prefix import head_units
from gridctl.store.digests import digest_of
from gridctl.store.scratch import SCRATCH, write_scratch

if TYPE_CHECKING:
    from gridctl.addresses.reading.prefix import Context
    from gridctl.store.workspace import Workspace

_NAME: Final = "addresses.json"


class KeptReadings:
    """Readings of one ledger's addresses. ``read`` and ``units`` do what `read_values` and `head_units` do."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        known = _load(ws)
        self._units_known: dict[str, list[str]] = known.get("units", {})
        self._read_known: dict[str, list[Any]] = known.get("read", {})
        self._under: str = known.get("under", "")
        self._units: dict[str, list[str]] = {}
        self._read: dict[str, list[Any]] = {}
        self._context: Context | None = None

    def units(self, text: str) -> list[str]:
        """The administrative units that an address names at its head."""
        found = self._units_known.get(text)
        if found is None:
            found = head_units(text)
        self._units[text] = found
        return found

    def read(self, text: str, context: Context) -> Values:
        """An address as lists are read."""
        if context is not self._context:
            self._context = context
            under = digest_of([self._ws.program, *sorted(context.admin)])
            if under != self._under:
                self._under, self._read_known = under, {}
        kept = self._read_known.get(text)
        if kept is None:
            found = read_values(text, context)
            self._read[text] = [found.values.copy(), *found[1:]]
            return found
        self._read[text] = kept
        values, head, alternatives, *flags = kept
        readings = tuple([tuple([(kind, value) for kind, value in reading]) for reading in alternatives])
        return Values(dict(values), head, readings, *flags)

    def keep(self) -> None:
        """Write down what was read, if anything is new or gone; a revision's readings do not drive out today's."""
        if self._ws.rev is not None:
            return
        if self._read.keys() == self._read_known.keys() and self._units.keys() == self._units_known.keys():
            return
        kept = {"program": self._ws.program, "under": self._under, "units": self._units, "read": self._read}
        data = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        write_scratch(self._ws.root / SCRATCH, _NAME, data)


def _load(ws: Workspace) -> dict[str, Any]:
    """What was kept by this program; nothing where it is not there or damaged."""
    try:
        found = json.loads((ws.root / SCRATCH / _NAME).read_bytes().decode("utf-8", "surrogatepass"))
    except (OSError, ValueError):
        return {}
    whole = isinstance(found, dict) and found.get("program") == ws.program
    return found if whole else {}
