"""Which mentions are worth comparing: those that share a key, found by one join of the database.

Cost follows the number of mentions, not of pairs: a key that very many share (a placeholder for a name, an office's
telephone) tells nobody apart and is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gridctl.store.index import Index

# One person may stand on a dozen lists; a key that more mentions share is a placeholder.
_MOST: Final = 40


def candidate_pairs(index: Index) -> list[tuple[int, int]]:
    """Pairs of mentions, the smaller number first, of which one is current.

    They share a citizen id; a resident's id; a name with a birth date, telephone, house, or the beginning or end of a
    number that is not valid; or a birth date with a telephone or house.
    """
    listed = [(key, rest, "false") for key, rest in _KEYS] + [(key, _NAMED_ODD, "true") for key in _PART_KEYS]
    keys = " UNION ALL ".join(
        f"SELECT number, current, written IS NOT NULL, {partly}, {key} FROM people_mentions m {rest}"  # noqa: S608 - own names
        for key, rest, partly in listed
    )
    return [
        (one, other)
        for one, other in index.sql(f"""
            WITH keys AS (SELECT DISTINCT * FROM ({keys}) t(number, current, odd, partly, k)),
            few AS (SELECT * FROM keys QUALIFY count(*) OVER (PARTITION BY k) BETWEEN 2 AND {_MOST})
            SELECT DISTINCT a.number, b.number FROM few a JOIN few b ON a.k = b.k AND a.number < b.number
            WHERE (a.current OR b.current) AND (a.odd OR b.odd OR NOT a.partly) ORDER BY 1, 2
        """)  # noqa: S608 - own names
    ]


def _hash(*parts: str) -> str:
    return f"hash(concat_ws('|', {', '.join(parts)}))"


_NAMED: Final = "name_key IS NOT NULL AND name_key <> ''"
_NUMBER: Final = "coalesce(id_no, regexp_replace(upper(written), '[^0-9X*]', '', 'g'))"
# Only names under which a number is not valid are worth comparing by parts of numbers.
_NAMED_ODD: Final = (
    f"WHERE {_NAMED} AND coalesce(id_no, written) IS NOT NULL "  # noqa: S608 - own names
    "AND name_key IN (SELECT name_key FROM people_mentions WHERE written IS NOT NULL)"
)
_KEYS: Final = (
    (_hash("'id'", "id_no"), "WHERE id_no IS NOT NULL"),
    (_hash("'person'", "coalesce(person, link)"), "WHERE person IS NOT NULL OR link IS NOT NULL"),
    (_hash("'document'", "document"), "WHERE document IS NOT NULL"),
    (_hash("'birth'", "name_key", "coalesce(birth, try_strptime(substr(id_no, 7, 8), '%Y%m%d')::DATE)"),
     f"WHERE {_NAMED} AND (birth IS NOT NULL OR id_no IS NOT NULL)"),
    (_hash("'phone'", "name_key", "phone"), f", unnest(phones) t(phone) WHERE {_NAMED}"),
    (_hash("'house'", "name_key", "house"), f"WHERE {_NAMED} AND house IS NOT NULL"),
    (_hash("'twin phone'", "birth", "phone"), ", unnest(phones) t(phone) WHERE birth IS NOT NULL"),
    (_hash("'twin house'", "birth", "house"), "WHERE birth IS NOT NULL AND house IS NOT NULL"),
)  # fmt: skip
# One wrong key leaves the first ten or the last eight characters as they are; a mask often shows the last four.
_PART_KEYS: Final = (
    _hash("'head'", "name_key", f"left({_NUMBER}, 10)"),
    _hash("'tail'", "name_key", f"right({_NUMBER}, 8)"),
    _hash("'last'", "name_key", f"right({_NUMBER}, 4)"),
)
