"""Who lives together: families of the usual shapes, with ages and surnames that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import weighted
from gridctl.demo.names import surname_of
from gridctl.demo.people import age_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridctl.demo.people import People

Member = dict[str, Any]

OWNERS = {
    "nuclear": 36,
    "three_generations": 24,
    "elderly_couple": 12,
    "elderly_alone": 6,
    "couple": 6,
    "single": 4,
    "single_parent": 4,
}
"""Shapes of households that own their home, by how frequent they are."""
TENANTS = {"migrant_family": 7, "shared_flat": 3, "nuclear": 2}
"""Shapes of households that rent."""


def family(people: People, shape: str) -> list[Member]:
    """The members of a household of that shape, the head first."""
    return _SHAPES[shape](people)


def draw_shape(people: People, shapes: dict[str, int]) -> str:
    """One of the shapes, as often as its weight says."""
    return weighted(people.rng, shapes)


def _couple_aged(people: People, low: int, high: int, origin: str = "") -> list[Member]:
    age = people.rng.randint(low, high)
    head_sex = "male" if people.rng.random() < 0.78 else "female"
    other_sex = "female" if head_sex == "male" else "male"
    gap = people.rng.choice((-1, 0, 1, 1, 2, 2, 3, 4))
    other_age = max(20, age - gap if head_sex == "male" else age + gap)
    return [
        people.person("household_head", head_sex, age, marital="first_marriage", origin=origin),
        people.person("spouse", other_sex, other_age, marital="first_marriage", origin=origin),
    ]


def _father(couple: list[Member]) -> Member:
    return next(each for each in couple if each["sex"] == "male")


def _age(couple: list[Member], person: int) -> int:
    return age_of(couple[person])


def _children(people: People, surname: str, parent_age: int, origin: str = "", most: int = 3) -> list[Member]:
    count = min(most, weighted(people.rng, {0: 8, 1: 50, 2: 38, 3: 4}))
    eldest = parent_age - people.rng.randint(23, 30)
    members: list[Member] = []
    for birth in range(count):
        age = eldest - birth * people.rng.randint(2, 5)
        if not 0 <= age <= 27:
            continue
        sex = people.rng.choice(("male", "female"))
        relation = "son" if sex == "male" else "daughter"
        members.append(people.person(relation, sex, age, surname=surname, origin=origin))
    return members


def _nuclear(people: People, origin: str = "") -> list[Member]:
    couple = _couple_aged(people, 27, 54, origin)
    younger = min(_age(couple, 0), _age(couple, 1))
    return couple + _children(people, surname_of(_father(couple)["name"]), younger, origin)


def _three_generations(people: People) -> list[Member]:
    if people.rng.random() < 0.5:
        return _headed_by_grandparent(people)
    middle = _nuclear(people)
    age = min(_age(middle, 0), _age(middle, 1))
    head = middle[0]
    old = age + people.rng.randint(23, 30)
    parents = [people.person("mother", "female", old, marital="first_marriage")]
    if people.rng.random() < 0.7:
        surname = surname_of(head["name"])
        parents.append(people.person("father", "male", old + 2, surname=surname, marital="first_marriage"))
    else:
        parents[0]["marital"] = "widowed"
    return middle + parents


def _headed_by_grandparent(people: People) -> list[Member]:
    couple = _couple_aged(people, 58, 76)
    younger = min(_age(couple, 0), _age(couple, 1))
    surname = surname_of(_father(couple)["name"])
    son_age = younger - people.rng.randint(22, 29)
    son = people.person("son", "male", son_age, surname=surname, marital="first_marriage")
    wife = people.person("daughter_in_law", "female", max(20, son_age - 1), marital="first_marriage")
    grandchildren = [
        dict(child, relation="grandson" if child["sex"] == "male" else "granddaughter")
        for child in _children(people, surname, max(20, son_age - 1), most=2)
    ]
    return [*couple, son, wife, *grandchildren]


def _elderly_couple(people: People) -> list[Member]:
    return _couple_aged(people, 62, 86)


def _elderly_alone(people: People) -> list[Member]:
    sex = "female" if people.rng.random() < 0.7 else "male"
    return [people.person("household_head", sex, people.rng.randint(68, 93), marital="widowed")]


def _couple(people: People) -> list[Member]:
    return _couple_aged(people, 24, 58)


def _single(people: People) -> list[Member]:
    sex = people.rng.choice(("male", "female"))
    marital = people.rng.choice(("single", "divorced"))
    return [people.person("household_head", sex, people.rng.randint(25, 55), marital=marital)]


def _single_parent(people: People) -> list[Member]:
    sex = "female" if people.rng.random() < 0.75 else "male"
    age = people.rng.randint(30, 46)
    head = people.person("household_head", sex, age, marital="divorced")
    child_sex = people.rng.choice(("male", "female"))
    relation = "son" if child_sex == "male" else "daughter"
    child = people.person(relation, child_sex, age - people.rng.randint(23, 28), surname=surname_of(head["name"]))
    return [head, child]


def _migrant_family(people: People) -> list[Member]:
    return _nuclear(people, people.origin())


def _shared_flat(people: People) -> list[Member]:
    count = people.rng.choice((2, 2, 3))
    sex = people.rng.choice(("male", "female"))
    return [
        people.person(
            "household_head" if place == 0 else "not_related",
            sex,
            people.rng.randint(20, 34),
            origin=people.origin(),
        )
        for place in range(count)
    ]


_SHAPES: dict[str, Callable[[People], list[Member]]] = {
    "nuclear": _nuclear,
    "three_generations": _three_generations,
    "elderly_couple": _elderly_couple,
    "elderly_alone": _elderly_alone,
    "couple": _couple,
    "single": _single,
    "single_parent": _single_parent,
    "migrant_family": _migrant_family,
    "shared_flat": _shared_flat,
}
