"""One invented person: age, papers, telephone, schooling and work that go together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import day_between, weighted
from gridctl.demo.settings import ELSEWHERE, HOME, LAST_DAY
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from random import Random

    from gridctl.demo.identities import Identities
    from gridctl.demo.names import Names

_ETHNICITIES = {"han": 970, "tujia": 8, "yi": 8, "hui": 6, "miao": 4, "zhuang": 4}

# (occupation class, occupation, workplace) by what the person probably learnt.
_WORK = {
    "university": (
        ("professionals", "教师", "清荷路小学"),
        ("professionals", "医生", "柳溪街道社区卫生服务中心"),
        ("professionals", "软件工程师", "云州市禾云信息技术有限公司"),
        ("clerical", "职员", "青禾区公共服务中心"),
        ("clerical", "会计", "云州市青荷商贸有限公司"),
    ),
    "school": (
        ("services", "营业员", "采莲街便民超市"),
        ("services", "外卖骑手", ""),
        ("services", "货车司机", ""),
        ("manufacturing", "车工", "云州市轴承厂"),
        ("manufacturing", "缝纫工", "云州市纺织厂"),
        ("services", "个体经营", ""),
    ),
}

# Up to which age, how often each level was reached.
_SCHOOLING = (
    (
        39,
        {"undergraduate": 35, "junior_college": 25, "senior_high": 15, "secondary_vocational": 15, "junior_high": 10},
    ),
    (64, {"junior_high": 45, "senior_high": 25, "secondary_vocational": 15, "junior_college": 10, "undergraduate": 5}),
    (130, {"primary": 45, "junior_high": 30, "illiterate": 10, "senior_high": 12, "undergraduate": 3}),
)


class People:
    """Makes persons from one source of chance; ids and telephones never repeat."""

    def __init__(self, rng: Random, names: Names, identities: Identities) -> None:
        self.rng = rng
        self.names = names
        self._identities = identities
        self._made = 0

    def person(
        self, relation: str, sex: str, age: int, *, surname: str = "", marital: str = "", origin: str = ""
    ) -> dict[str, Any]:
        """Data of a person of that age on the last day of the ledgers; ``origin`` is a migrant's county."""
        born = day_between(
            self.rng,
            date(LAST_DAY.year - age - 1, LAST_DAY.month, 30),
            date(LAST_DAY.year - age, LAST_DAY.month, 28),
        )
        surname = surname or self.names.surname()
        number = self._identities.citizen_id(born, sex)
        self._made += 1
        ethnicity = weighted(self.rng, _ETHNICITIES)
        return {
            "id": new_id("P", "demo", number),
            "name": surname + self.names.given(sex, born.year),
            "relation": relation,
            "id_type": "resident_id",
            "id_no": number,
            "sex": sex,
            "birth_date": born.isoformat(),
            "ethnicity": ethnicity,
            "kind": "migrant" if origin else "registered",
            **self._phones(age),
            "registration_match": "mismatch" if origin else "match",
            "registered_division": origin or HOME,
            "native_place": origin or HOME,
            **({"marital": marital or "single"} if age >= 16 else {}),
            **self._standing(age),
        }

    def _phones(self, age: int) -> dict[str, Any]:
        if age < 12 or self.rng.random() < (0.5 if age < 18 else 0.25 if age > 78 else 0.06):
            return {}
        count = 2 if self.rng.random() < 0.05 else 1
        return {"phones": [self._identities.phone() for _ in range(count)]}

    def _standing(self, age: int) -> dict[str, Any]:
        if age < 7:
            return {}
        if age < 19:
            school = "清荷路小学" if age < 13 else "云州市第四中学"
            reached = "primary" if age < 13 else "junior_high" if age < 16 else "senior_high"
            standing = {"education": reached, "occupation": "学生", "workplace": school}
            return standing | ({"political": "youth_league"} if age > 14 and self.rng.random() < 0.5 else {})
        schooling = _schooling(self.rng, age)
        standing = {
            "political": "cpc_member" if age > 24 and self.rng.random() < 0.11 else "masses",
            "education": schooling,
        }
        if age >= 60:
            return standing | {"occupation": "退休"}
        if age < 23 and schooling == "undergraduate":
            return standing | {"occupation": "学生", "workplace": "云州师范学院"}
        group = "university" if schooling in ("undergraduate", "junior_college") else "school"
        kind, work, place = self.rng.choice(_WORK[group])
        return standing | {"occupation_class": kind, "occupation": work, **({"workplace": place} if place else {})}

    def origin(self) -> str:
        """The county a household of migrants comes from."""
        return self.rng.choice(ELSEWHERE)


def _schooling(rng: Random, age: int) -> str:
    return weighted(rng, next(shares for oldest, shares in _SCHOOLING if age <= oldest))


def age_of(person: dict[str, Any], on: date = LAST_DAY) -> int:
    """How old a person is on a day, by their birth date."""
    born = date.fromisoformat(person["birth_date"])
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
