"""What one feature derives for another goes through tables of the index; here is who fills them, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period


_MADE = "derived"
_DESCRIBE = {
    "": ("地址和人员的推导表各由什么得出", "what the tables derived of addresses and persons were made of"),
    "name": ("表名", "table"),
    "digest": ("内容摘要", "digest of its content"),
}
_OF_ADDRESSES = (
    "address_keys", "house_duplicates", "shared_codes", "code_faults", "decision_conflicts", "person_doubles",
    "person_conflicts",
)  # fmt: skip


def derive_for_check(ws: Workspace) -> None:
    """The tables the rules join: canonical addresses, doubles, code faults, persons in several places, cases,
    and conditions that cannot be asked.

    Addresses and persons are left as they are where the ledgers, the program and the tables are those of the last time.
    """
    from concurrent.futures import ThreadPoolExecutor

    from gridctl.addresses.doubles.derive import derive
    from gridctl.addresses.people.derive import derive_people, find_people
    from gridctl.work import case_status, condition_faults

    index = ws.index()
    if index.filled_under(_MADE) != _state(ws):
        with ThreadPoolExecutor(1) as beside:
            # Persons are looked for by the database, addresses in Python: each leaves the other a processor.
            people = beside.submit(lambda: find_people(ws, troubled=True, index=index.beside()))
            derive(ws)
        derive_people(ws, people.result())
        rows = [(name, index.filled_under(name)) for name in _OF_ADDRESSES]
        index.put(_MADE, {"name": "VARCHAR", "digest": "VARCHAR"}, rows, _state(ws), describe=_DESCRIBE)
    case_status.derive(ws)
    condition_faults.derive(ws)


def _state(ws: Workspace) -> str:
    """What the tables of addresses and persons were made of, and what they are now: others may fill them too."""
    from gridctl.store.digests import digest_of

    index = ws.index()
    return digest_of([ws.digest(), *(index.filled_under(name) or "" for name in _OF_ADDRESSES)])


def derive_for_report(ws: Workspace, period: Period) -> None:
    """The tables the indicators read: those of check, and the tasks of the periods that are compared.

    They reach back to the same period of the year before where the ledgers do, otherwise to the period before.
    """
    from gridctl.assess.reach import Reach
    from gridctl.assess.year_ago import a_year_before
    from gridctl.text.periods import Period
    from gridctl.work.lists import derive

    derive_for_check(ws)
    last_year = a_year_before(period)
    first = last_year if Reach.of(ws.index()).knows_work(last_year.end) else period.previous()
    derive(ws, Period(period.label, first.start, period.end))
