"""What is known of one person: every place that names them, and why each is theirs, may be, or is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.addresses.people.compare import PairVerdict, compare_people, disagreements
from gridctl.addresses.people.decisions import PeopleJudged, read_people_decisions
from gridctl.addresses.people.mentions import build_mentions, read_mentions
from gridctl.addresses.people.names import alike, name_key
from gridctl.addresses.people.table import mention_data
from gridctl.addresses.people.words import listed, person_words
from gridctl.store.faults import NotFound

if TYPE_CHECKING:
    from gridctl.addresses.people.mentions import Mention
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

# More namesakes than anybody reads.
_MOST: Final = 50


class Explained(NamedTuple):
    """A mention beside the one asked about.

    ``verdict`` is None where nothing speaks for their being one person; ``against`` then says what speaks against it.
    """

    mention: Mention
    verdict: PairVerdict | None
    against: tuple[str, ...]


def explain_person(ws: Workspace, text: str, other: str = "") -> tuple[Mention, list[Explained]]:
    """The mention that `text` means, and all that bear the name, the number or the person's id; or just `other`.

    `text` is a mention (``households:H3K…:P7Q…``), a record's or resident's id, a citizen id or a name; of several the
    first. Decisions hold. Raises NotFound where there is no such mention.
    """
    index = ws.index()
    build_mentions(ws, index)
    about = _first(index, text)
    near = [_first(index, other)] if other else _near(index, about)
    beside = [each for each in near if each.number != about.number]
    judged = PeopleJudged(read_people_decisions(index), [about, *beside])
    return about, [Explained(each, _verdict(about, each, judged), disagreements(about, each)) for each in beside]


def explained_data(about: Mention, found: list[Explained], *, reveal: bool, language: str) -> dict[str, Any]:
    """The answer for machines, masked unless ``reveal``."""
    return {
        "mention": mention_data(about, reveal=reveal),
        "others": [
            mention_data(each.mention, reveal=reveal)
            | {
                "verdict": each.verdict.tier if each.verdict else "unknown",
                "reasons": list(each.verdict.reasons if each.verdict else each.against),
                "explanation": told(each, language),
            }
            for each in found
        ],
    }


def told(explained: Explained, language: str) -> str:
    """A verdict and its reasons in words."""
    tier = person_words("tiers", explained.verdict.tier if explained.verdict else "unknown").text(language)
    reasons = explained.verdict.reasons if explained.verdict else explained.against or ("nothing",)
    why = listed("reasons", reasons).text(language)
    return f"{tier}：{why}" if language == "zh" else f"{tier}: {why}"


def _verdict(one: Mention, other: Mention, judged: PeopleJudged) -> PairVerdict | None:
    found = compare_people(one, other)
    match judged.verdict(one.ref, other.ref):
        case "same":
            return PairVerdict("confirmed", (*(found.reasons if found else ()), "decided-same"))
        case "different":
            return PairVerdict("different", ("decided-different",))
        case _:
            return found


def _first(index: Index, text: str) -> Mention:
    parts = text.split(":")
    wanted = (
        "concat_ws(':', ledger, record, nullif(part, '')) = ?"
        if len(parts) > 1
        else "record = ? OR person = ? OR id_no = ? OR name_key = ?"
    )
    values = [text] if len(parts) > 1 else [text, text, text.upper(), name_key(text)]
    # The person's own record stands before others that name them, one in use before one that ended.
    rows = index.sql(
        f"SELECT number FROM people_mentions WHERE {wanted} "  # noqa: S608 - own names
        "ORDER BY NOT current, part IN ('owner', 'legal_rep', 'manager'), number LIMIT 1",
        values,
    )
    if not rows:
        raise NotFound(f"台账里没有这个人：{text}", f"There is no such person in the ledgers: {text}")
    return read_mentions(index, [rows[0][0]])[rows[0][0]]


def _near(index: Index, about: Mention) -> list[Mention]:
    """All that might be asked about: of the same id or document, of one resident's id, or of a name like it."""
    rows = index.sql(
        "SELECT number, name_key FROM people_mentions WHERE id_no = ? OR document = ? OR coalesce(person, link) = ? "
        "OR length(name_key) = ? ORDER BY number",
        [about.id_no or None, about.document or None, about.person or about.link or None, len(about.name_key)],
    )
    fitting = [number for number, key in rows if alike(about.name_key, key or "") in ("same", "variant")]
    exact = index.sql(
        "SELECT number FROM people_mentions WHERE id_no = ? OR document = ? OR coalesce(person, link) = ?",
        [about.id_no or None, about.document or None, about.person or about.link or None],
    )
    numbers = sorted({*fitting, *(number for (number,) in exact)})
    return list(read_mentions(index, numbers[:_MOST]).values())
