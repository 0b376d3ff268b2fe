"""Houses get another address: the old one stays as an alias, and what is at the house follows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gridctl.addresses.changes.recoding import CodePlan, alias, data_of, one_house
from gridctl.addresses.codes.references import code_references, find_references
from gridctl.addresses.doubles.known_houses import KnownHouses
from gridctl.addresses.doubles.match import compare
from gridctl.findings.finding import Finding, Severity
from gridctl.schema.ledgers import ledger
from gridctl.store.changeset import ChangeSet, Set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.store.changeset import Change
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

SOURCE: Final = "codes readdress"
_FORMER: Final = "former"


def plan_readdress(ws: Workspace, wanted: Iterable[tuple[str, str]]) -> CodePlan:
    """Plan new addresses for houses, named by code or record id.

    The old address becomes an alias (旧名), so that lists with it still find the house. A record that refers to the
    house and has its old address, in whatever spelling, gets the new one; one with another address is listed (C346).
    C345: the new address is another house's already, or two of these would have it; nothing is changed then.
    Raises NotFound and UsageFault for a house that cannot be told.
    """
    index = ws.index()
    houses = [(one_house(index, named), address) for named, address in wanted]
    houses = list(dict.fromkeys(houses))
    clashes = _clashes(ws, houses)
    if clashes:
        return CodePlan(ChangeSet(), clashes)
    changes: list[Change] = []
    findings: list[Finding] = []
    count = 0
    for key, address in houses:
        data = data_of(ws, "households", key)
        old = data.get("address")
        if old == address:
            continue
        count += 1
        changes.append(Set("households", key, "address", old, address))
        if old and all(each.get("text") != old for each in data.get("aliases") or ()):
            source = f"{SOURCE} {ws.today.isoformat()}"
            changes.append(alias(key, data, {"text": old, "kind": _FORMER, "source": source}))
        if old and data.get("house_code"):
            found, left = _at_the_house(index, data["house_code"], old, address)
            changes += found
            findings += left
    return CodePlan(ChangeSet(tuple(changes), f"codes readdress: {count}"), findings)


def _clashes(ws: Workspace, houses: list[tuple[str, str]]) -> list[Finding]:
    known = KnownHouses(ws)
    going = {key for key, _ in houses}
    times = Counter(address for _, address in houses)
    twice = Counter(key for key, _ in houses)
    findings = []
    for key, address in houses:
        met = known.readdressed(key, address)
        other = met.record if met.record not in going else ""
        if times[address] > 1 or twice[key] > 1:
            other = next((each for each, text in houses if each != key and text == address), key)
        if other:
            findings.append(
                Finding("C345", Severity.ERROR, ledger="households", record=key, field="address",
                        params={"address": address, "other": other})
            )  # fmt: skip
    return findings


def _at_the_house(index: Index, code: str, old: str, new: str) -> tuple[list[Change], list[Finding]]:
    """What becomes of the addresses of records that refer to a house."""
    changes: list[Change] = []
    findings: list[Finding] = []
    for each in find_references(index, code_references(), [code]).get(code, ()):
        about = ledger(each.ledger)
        if "address" not in about.model.model_fields:
            continue
        # Names come from the models, never from data.
        query = f"SELECT address FROM {about.name} WHERE {about.key} = ? AND current"  # noqa: S608
        for (address,) in index.sql(query, [each.record]):
            if not address or address == new:
                continue
            if compare(address, old).verdict == "same":
                changes.append(Set(each.ledger, each.record, "address", address, new))
            else:
                findings.append(
                    Finding("C346", Severity.INFO, ledger=each.ledger, record=each.record, field="address",
                            params={"value": code})
                )  # fmt: skip
    return changes, findings
