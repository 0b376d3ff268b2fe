"""Where people stand in the ledgers: one mention a member, list entry, volunteer, staff member, owner, representative.

Built as a temporary table of the index, by SQL alone: names and numbers are compared there, and only what may be one
person is read into Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.addresses.people.names import BREAKS
from gridctl.schema.types import CITIZEN_ID_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

# Findings of numbers that cannot be citizen ids: they are not in the index, and kept here as they are written.
_ODD: Final = frozenset(("S301", "S302", "S303", "S305"))
# What ended for these reasons never was a person of its own.
_HISTORY: Final = "('duplicate', 'merged', 'entry_error')"


class Mention(NamedTuple):
    """One place that names a person.

    ``part`` is the member's id or number in the list, or which person of a business or house is meant ("legal_rep",
    "manager", "owner"); "" for a record that is the person's own. ``id_no`` is a valid citizen id in 18 characters,
    ``written`` what stands there instead (masked, cut off, mistyped), ``document`` another document's type and number.
    ``birth`` and ``sex`` are as stated. ``current``: in use, not left, not dead. ``link`` is the resident it refers to.
    """

    number: int
    ledger: str
    record: str
    part: str
    person: str
    name: str
    name_key: str
    id_no: str
    written: str
    document: str
    birth: date | None
    birth_year: int | None
    sex: str
    phones: tuple[str, ...]
    house: str
    grid: str
    current: bool
    dead: bool
    died: date | None
    left: date | None
    left_reason: str
    since: date | None
    link: str
    category: str

    @property
    def ref(self) -> str:
        """How decisions and workbooks call the mention."""
        return ":".join(each for each in (self.ledger, self.record, self.part) if each)

    @property
    def is_member(self) -> bool:
        """Whether it says that somebody lives in a house."""
        return self.ledger == "households" and self.part != "owner"


def number_of(mention: Mention) -> str:
    """How a mention's number is: "valid", "written" (masked, cut off or mistyped), another "document", "missing"."""
    if mention.id_no or mention.written:
        return "valid" if mention.id_no else "written"
    return "document" if mention.document else "missing"


def build_mentions(ws: Workspace, index: Index) -> None:
    """Fill the temporary table ``people_mentions``."""
    index.sql("CREATE OR REPLACE TEMP TABLE people_odd (ledger VARCHAR, record VARCHAR, field VARCHAR, value VARCHAR)")
    odd = list(_odd_numbers(ws))
    if odd:
        columns = [list(each) for each in zip(*odd, strict=True)]
        index.sql("INSERT INTO people_odd SELECT unnest(?), unnest(?), unnest(?), unnest(?)", columns)
    index.sql(_mentions_sql(index.filled()))


def read_mentions(index: Index, numbers: Iterable[int]) -> dict[int, Mention]:
    """The mentions with these numbers."""
    listed = ", ".join(f'"{name}"' for name in _COLUMNS)
    rows = index.sql(
        f"SELECT {listed} FROM people_mentions WHERE number IN (SELECT unnest(?)) ORDER BY number",  # noqa: S608 - own names
        [list(numbers)],
    )
    return {row[0]: _mention(row) for row in rows}


def numbers_of(index: Index, refs: Iterable[str]) -> set[int]:
    """The numbers of the mentions that are called so."""
    query = (
        "SELECT number FROM people_mentions WHERE concat_ws(':', ledger, record, nullif(part, '')) "
        "IN (SELECT unnest(?))"
    )
    return {number for (number,) in index.sql(query, [list(refs)])}


def _mention(row: tuple[object, ...]) -> Mention:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["phones"] = tuple(values["phones"] or ())  # type: ignore[arg-type]  # a list of the database
    return Mention(**{name: "" if value is None and name not in _NULLABLE else value for name, value in values.items()})  # type: ignore[arg-type]


_COLUMNS: Final = Mention._fields
_NULLABLE: Final = frozenset(("birth", "birth_year", "died", "left", "since"))


def _odd_numbers(ws: Workspace) -> Iterator[tuple[str, str, str, str]]:
    for shard in ws.shards():
        for each in ws.verdict(shard).faults:
            if each.code in _ODD and each.field.endswith("id_no") and each.record:
                yield shard.ledger, each.record, each.field, each.params.get("value", "")


def _mentions_sql(filled: frozenset[str]) -> str:
    """A mention a row. Numbers follow ledger and record, so that results do not depend on the order of files."""
    types = ", ".join(f"'{each}'" for each in (*CITIZEN_ID_TYPES, "household_book"))
    # Members stand first and name the columns.
    parts = " UNION ALL ".join([_MEMBERS, *(place for table, place in _PLACES if table in filled)])
    # Of other documents' numbers the index holds what was typed; only a citizen id's form was checked there.
    return f"""
        CREATE OR REPLACE TEMP TABLE people_mentions AS
        WITH told AS ({parts}), numbered AS (
            SELECT t.*, o.value AS odd, regexp_full_match(t.id_text, '[1-9][0-9]{{16}}[0-9X]')
                   AND coalesce(t.id_type, 'resident_id') IN ({types}) AS valid,
                   coalesce(t.id_type, 'resident_id') IN ({types}) AS citizen
            FROM told t LEFT JOIN people_odd o ON o.ledger = t.ledger AND o.record = t.record AND o.field = t.id_field
        )
        SELECT (row_number() OVER (ORDER BY ledger, record, part))::INTEGER AS number, ledger, record, part, person,
               name,
               upper(regexp_replace(name, '{BREAKS}', '', 'g')) AS name_key,
               if(valid, id_text, NULL) AS id_no,
               coalesce(odd, if(citizen AND NOT valid, id_text, NULL)) AS written,
               if(NOT citizen AND id_text IS NOT NULL, id_type || ':' || id_text, NULL) AS document,
               birth, coalesce(birth_year, year(birth)) AS birth_year, sex, phones, house, grid, current, dead, died,
               "left", left_reason, since, link, category
        FROM numbered WHERE name IS NOT NULL OR id_text IS NOT NULL OR odd IS NOT NULL
    """  # noqa: S608 - own names


_MEMBERS: Final = f"""
    SELECT 'households' AS ledger, p.parent AS record,
           if(p.id IS NOT NULL AND count(*) OVER (PARTITION BY p.parent, p.id) = 1, p.id, p.seq::VARCHAR) AS part,
           p.id AS person, p.name,
           p.id_type, p.id_no AS id_text, 'members[' || p.seq || '].id_no' AS id_field, p.birth_date AS birth,
           NULL::BIGINT AS birth_year, p.sex, p.phones, p.house_code AS house, p.grid_code AS grid,
           p.current AND p.leave_reason IS DISTINCT FROM 'died' AS current,
           p.death_date IS NOT NULL OR coalesce(p.leave_reason = 'died', false) AS dead,
           coalesce(p.death_date, if(p.leave_reason = 'died', p.moved_out, NULL)) AS died,
           coalesce(p.moved_out, if(h.current, NULL, h.end_date)) AS "left",
           coalesce(p.leave_reason, h.end_reason) AS left_reason,
           coalesce(p.moved_in, h.collected_on) AS since, NULL::VARCHAR AS link,
           NULL::VARCHAR AS category
    FROM persons p JOIN households h ON h.id = p.parent
    WHERE coalesce(p.leave_reason, '') NOT IN {_HISTORY} AND (h.current OR coalesce(h.end_reason, '') NOT IN {_HISTORY})
"""  # noqa: S608 - own names
_OWNERS: Final = """
    SELECT 'households', id, 'owner', NULL, owner_name, owner_id_type, owner_id_no, 'owner_id_no', NULL, NULL, NULL,
           owner_phones, house_code, grid_code, current, false, NULL, NULL, NULL, collected_on, NULL, NULL
    FROM households WHERE current
"""
_LISTED: Final = f"""
    SELECT 'special_groups', id, '', NULL, name, NULL, id_no, 'id_no', birth_date, NULL, sex, phones, house_code,
           grid_code, current, coalesce(end_reason = 'died', false), if(end_reason = 'died', end_date, NULL),
           end_date, end_reason, coalesce(listed_on, collected_on), person, category
    FROM special_groups WHERE coalesce(end_reason, '') NOT IN {_HISTORY}
"""  # noqa: S608 - own names
_VOLUNTEERS: Final = f"""
    SELECT 'volunteers', id, '', NULL, name, NULL, id_no, 'id_no', NULL, birth_year, sex, phones, NULL, grid_code,
           current, coalesce(end_reason = 'died', false), if(end_reason = 'died', end_date, NULL), end_date, end_reason,
           coalesce(registered_on, collected_on), person, NULL
    FROM volunteers WHERE coalesce(end_reason, '') NOT IN {_HISTORY}
"""  # noqa: S608 - own names
_STAFF: Final = """
    SELECT 'staff', staff_no, '', NULL, name, NULL, id_no, 'id_no', birth_date, NULL, sex, phones, NULL, grids[1],
           current AND "left" IS NULL, false, NULL, "left", NULL, joined, NULL, NULL
    FROM staff WHERE current
"""
_REPRESENTATIVES: Final = """
    SELECT 'businesses', id, 'legal_rep', NULL, legal_rep_name, legal_rep_id_type, legal_rep_id_no, 'legal_rep_id_no',
           NULL, NULL, NULL, legal_rep_phones, house_code, grid_code, current, false, NULL, NULL, NULL, collected_on,
           NULL, NULL
    FROM businesses WHERE current
"""
_MANAGERS: Final = """
    SELECT 'businesses', id, 'manager', NULL, manager, NULL, NULL, '', NULL, NULL, NULL, phones, house_code, grid_code,
           current, false, NULL, NULL, NULL, collected_on, NULL, NULL
    FROM businesses WHERE current AND manager IS DISTINCT FROM legal_rep_name
"""
_PLACES: Final = (
    ("households", _OWNERS), ("special_groups", _LISTED), ("volunteers", _VOLUNTEERS), ("staff", _STAFF),
    ("businesses", _REPRESENTATIVES), ("businesses", _MANAGERS),
)  # fmt: skip
