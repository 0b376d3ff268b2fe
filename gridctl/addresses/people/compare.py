"""Whether two mentions are one person: a cascade from numbers to what was stated, each verdict with its reasons.

Never on the name alone, never against two different valid ids, and two equal masked ids are no identity. What makes a
pair confirmed, and what only suspected, stands in the guide (``gridctl guide people``) and is scored by
``tests/addresses/test_people_score.py``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from gridctl.addresses.people.ids import birth_digits, compare_ids
from gridctl.addresses.people.names import alike

if TYPE_CHECKING:
    from gridctl.addresses.people.ids import Compared
    from gridctl.addresses.people.mentions import Mention

Tier = Literal["confirmed", "suspected", "different"]


class PairVerdict(NamedTuple):
    """What two mentions are to each other, and why: keys of ``words.yaml``."""

    tier: Tier
    reasons: tuple[str, ...]


class _Stated(NamedTuple):
    """What is stated of both: None where one does not tell, otherwise whether it agrees."""

    birth: bool | None
    year: bool | None
    sex: bool | None
    phone: bool
    house: bool

    @property
    def contradicts(self) -> bool:
        return False in (self.birth, self.year, self.sex)

    @property
    def near(self) -> bool:
        return self.phone or self.house

    def reasons(self) -> tuple[str, ...]:
        told = {"same-birth": self.birth, "same-year": self.year and not self.birth, "same-sex": self.sex,
                "same-phone": self.phone, "same-house": self.house}  # fmt: skip
        return tuple(reason for reason, holds in told.items() if holds)


def compare_people(a: Mention, b: Mention) -> PairVerdict | None:
    """The verdict on two mentions; None if nothing speaks for their being one person."""
    ids = compare_ids(a.id_no, a.written, b.id_no, b.written)
    if ids.relation == "differ":
        return PairVerdict("different", ("other-id",))
    names = alike(a.name_key, b.name_key)
    stated = _stated(a, b)
    if ids.relation == "same":
        return _same_id(names, stated)
    if a.document and a.document == b.document and names == "same" and not stated.contradicts:
        return PairVerdict("confirmed", ("same-document", "same-name"))
    if _linked(a, b):
        # A reference to somebody of another name is a finding of its own (X203).
        return PairVerdict("confirmed", ("linked",)) if names != "different" else None
    if names in ("different", "unknown"):
        return None
    if ids.relation == "slip":
        return _slip(a, b, names, stated)
    if ids.relation == "fits":
        return _fits(ids, names, stated)
    return _without_ids(a, b, ids, names, stated)


def disagreements(a: Mention, b: Mention) -> tuple[str, ...]:
    """What is stated of both and differs, as reasons: why two of one name are nothing to each other."""
    stated = _stated(a, b)
    told = {"other-birth": stated.birth, "other-year": stated.year if stated.birth is None else None,
            "other-sex": stated.sex}  # fmt: skip
    return tuple(reason for reason, agrees in told.items() if agrees is False)


def _same_id(names: str, stated: _Stated) -> PairVerdict:
    if names == "same":
        return PairVerdict("confirmed", ("same-id", "same-name"))
    if names == "different" or stated.contradicts:
        # One's number in the other's row, as husbands' in wives': somebody has to see the document.
        return PairVerdict("suspected", ("same-id", "other-name"))
    return PairVerdict("confirmed", ("same-id", *(("similar-name",) if names == "variant" else ())))


def _slip(a: Mention, b: Mention, names: str, stated: _Stated) -> PairVerdict | None:
    right, wrong = (a, b) if a.id_no else (b, a)
    # A clerk fills in the birth date from the number: where the slip is in it, both are wrong together.
    copied = wrong.birth is not None and f"{wrong.birth:%Y%m%d}" == birth_digits(wrong.written)
    reasons = ("id-slip", "same-name" if names == "same" else "similar-name", *stated.reasons())
    if names != "same":
        return PairVerdict("suspected", reasons) if stated.near and not stated.contradicts else None
    sexless = stated._replace(sex=None) if _differs_at(right.id_no, wrong.written, 16) else stated
    if (sexless._replace(birth=None, year=None) if copied else sexless).contradicts:
        return PairVerdict("suspected", (*reasons, "contradicts"))
    return PairVerdict("confirmed", reasons)


def _fits(ids: Compared, names: str, stated: _Stated) -> PairVerdict | None:
    if stated.contradicts:
        return None
    birth = ids.birth or bool(stated.birth)
    reasons = (
        "id-fits",
        *(("tail-fits",) if ids.tail else ()),
        "same-name" if names == "same" else "similar-name",
        *(("birth-fits",) if ids.birth else ()),
        *stated.reasons(),
    )
    if names == "same" and ((ids.tail and (birth or stated.near)) or (birth and stated.sex and stated.near)):
        return PairVerdict("confirmed", reasons)
    enough = ids.tail or birth or stated.near if names == "same" else ids.tail and (birth or stated.near)
    return PairVerdict("suspected", reasons) if enough else None


def _without_ids(a: Mention, b: Mention, ids: Compared, names: str, stated: _Stated) -> PairVerdict | None:
    if stated.contradicts:
        return None
    # Two equal numbers that are valid in neither place are written off one list: they speak for it, no more.
    copied = ids.relation == "unlike" and "*" not in a.written and a.written == b.written
    near = stated.near or copied
    reasons = (
        *(("same-written",) if copied else ("ids-unlike",) if ids.relation in ("unlike", "misfits") else ("no-id",)),
        "same-name" if names == "same" else "similar-name",
        *stated.reasons(),
    )
    if names == "variant":
        return PairVerdict("suspected", reasons) if stated.birth and stated.sex and near else None
    if stated.birth and stated.sex and near and ids.relation != "misfits" and (ids.relation != "unlike" or copied):
        return PairVerdict("confirmed", reasons)
    if ids.relation == "misfits":
        return PairVerdict("suspected", reasons) if stated.birth and near else None
    return PairVerdict("suspected", reasons) if stated.birth or near else None


def _stated(a: Mention, b: Mention) -> _Stated:
    births, sexes = (_birth(a), _birth(b)), (_sex(a), _sex(b))
    years = (births[0].year if births[0] else a.birth_year, births[1].year if births[1] else b.birth_year)
    return _Stated(
        births[0] == births[1] if births[0] and births[1] else None,
        years[0] == years[1] if years[0] and years[1] else None,
        sexes[0] == sexes[1] if sexes[0] and sexes[1] else None,
        not set(a.phones).isdisjoint(b.phones),
        bool(a.house) and a.house == b.house,
    )


def _birth(mention: Mention) -> date | None:
    """The birth date by the id, which was checked, otherwise as stated."""
    number = mention.id_no
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14])) if number else mention.birth


def _sex(mention: Mention) -> str:
    if mention.id_no:
        return "male" if mention.id_no[16] in "13579" else "female"
    return mention.sex if mention.sex in ("male", "female") else ""


def _linked(a: Mention, b: Mention) -> bool:
    one, other = a.person or a.link, b.person or b.link
    return bool(one) and one == other


def _differs_at(valid: str, written: str, place: int) -> bool:
    return len(written) == len(valid) and written[place] != valid[place]
