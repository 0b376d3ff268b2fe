"""What new records lack that ``check`` will ask for: told when they are imported, so that nothing surprises later."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from gridctl.findings.finding import Finding, Place
from gridctl.findings.registry import rule
from gridctl.schema.col import columns, required
from gridctl.schema.ledgers import ledger
from gridctl.store.changeset import Add, Set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import BaseModel

    from gridctl.schema.col import Profile
    from gridctl.store.changeset import Change

_BLANK: Final[tuple[Any, ...]] = (None, "", [])


def lacking(changes: Iterable[Change], profile: Profile, file: str) -> list[Finding]:
    """One finding (I173) for each required field that new records, or new parts of records, do not have."""
    asked: dict[str, _Asked] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for change in changes:
        about = asked.get(change.ledger)
        if about is None:
            about = asked[change.ledger] = _Asked(change.ledger, ledger(change.ledger).model, profile)
        if isinstance(change, Add):
            about.count(change.data, counts)
        elif isinstance(change, Set) and change.old is None and isinstance(change.new, dict):
            name = change.field.partition("[")[0].rpartition(".")[2]
            if inside := about.inside.get(name):
                inside.count(change.new, counts)
    return [
        Finding(
            "I173",
            rule("I173").severity,
            Place(file),
            name,
            "",
            path,
            params={"file": file, "count": str(count), "missing_field": path},
        )
        for (name, path), count in counts.items()
    ]


class _Asked:
    """What a profile asks of the records of one model, or of their parts, which ``above`` leads to."""

    def __init__(self, name: str, model: type[BaseModel], profile: Profile, above: str = "") -> None:
        fields = columns(model)
        self.inside = {
            each.name: _Asked(name, each.part, profile, f"{above}{each.name}.")
            for each in fields
            if each.part is not None
        }
        self._lists = [(each.name, self.inside[each.name]) for each in fields if each.kind == "parts"]
        self._fields = {
            each.name: (name, above + each.name)
            for each in fields
            if each.kind != "parts" and each.name != "grid_code" and required(each, profile)
        }
        self._by_names: dict[tuple[str, ...], list[tuple[str, str]]] = {}

    def count(self, data: Mapping[str, Any], counts: Counter[tuple[str, str]]) -> None:
        """Count what one record lacks."""
        if all(data.values()):
            # The records of a sheet have the same few sets of fields: what each lacks is looked up once.
            names = tuple(data)
            lacked = self._by_names.get(names)
            if lacked is None:
                lacked = self._by_names[names] = self._lacked(data)
        else:
            lacked = self._lacked(data)
        for field in lacked:
            counts[field] += 1
        for name, inside in self._lists:
            for part in data.get(name) or ():
                if isinstance(part, dict):
                    inside.count(part, counts)

    def _lacked(self, data: Mapping[str, Any]) -> list[tuple[str, str]]:
        return [path for name, path in self._fields.items() if data.get(name) in _BLANK]
