"""An invented community whose people stand in several places, with the truth of who is who.

Names are few, so that namesakes abound. What is hard is put in on purpose: fathers and sons of one name under one
telephone, twins, a husband's id in his wife's row, coincidences of name, birth date and sex, two equal masked ids.
Ids lie in area 513399 and telephones in 1990000xxxx, which belong to nobody.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import to_labels
from gridctl.store.layout import path_of
from gridctl.store.shardtext import dump
from gridctl.text.citizen_id import complete

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

SURNAMES = "安白柳叶田石江方"
GIVEN = ["禾", "荷", "小禾", "小荷", "青", "清", "建国", "建军", "秀英", "秀兰", "子涵", "子轩", "一诺", "玉珍", "玉贞"]
TODAY = date(2026, 7, 1)

Data = dict[str, Any]
Slip = "Callable[[str, random.Random], str]"


@dataclass
class Community:
    """Records by ledger, and the entity of each mention (``ledger:record:part``)."""

    records: dict[str, list[Data]] = field(default_factory=lambda: {"households": [], "special_groups": [],
                                                                    "volunteers": [], "businesses": []})  # fmt: skip
    truth: dict[str, int] = field(default_factory=dict)
    made: int = 0

    def write(self, root: Path) -> None:
        """Write the ledgers under ``root``."""
        files: dict[str, list[Data]] = {}
        for name, records in self.records.items():
            for record in records:
                files.setdefault(path_of(ledger(name), record, ".yaml"), []).append(
                    to_labels(ledger(name).model, record, "zh")
                )
        for path, items in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(dump(items))
        (root / "ledgers/gridctl.yaml").write_text('社区: "清荷社区"\n', encoding="utf-8", newline="\n")


class Maker:
    """Invents people and the mentions of them."""

    def __init__(
        self, seed: int, slips: list[Callable[[str, random.Random], str]], given: Sequence[str], grids: int
    ) -> None:
        self.rng = random.Random(seed)
        self.slips = slips
        self.community = Community()
        self._given = given
        self._grids = [f"513399001002{n + 1:03}" for n in range(grids)]
        self._ids: set[str] = set()
        self._phone = 0

    def person(self, **known: Any) -> Data:
        """A person with an entity of its own; values may be given."""
        self.community.made += 1
        sex = known.get("sex") or self.rng.choice(("male", "female"))
        birth = known.get("birth_date") or date(1935, 1, 1) + timedelta(days=self.rng.randrange(29000))
        number = next(n for n in self._numbers(birth, sex) if n not in self._ids)
        self._ids.add(number)
        return {
            "entity": self.community.made,
            "name": self.rng.choice(SURNAMES) + self.rng.choice(self._given),
            "sex": sex,
            "birth_date": birth,
            "id_no": number,
            "phones": [self.phone()],
        } | known

    def _numbers(self, birth: date, sex: str) -> Iterator[str]:
        start = self.rng.randrange(500)
        return (complete(f"513399{birth:%Y%m%d}{(start + n) % 500 * 2 + (sex == 'male'):03}") for n in range(500))

    def phone(self) -> str:
        self._phone += 1
        return f"19900{self._phone:06}"

    def house(self, *people: Data) -> Data:
        """A house in which these people live."""
        number = len(self.community.records["households"]) + 1
        house = {
            "id": f"H{number:05}",
            "house_code": f"5133990010020010001{number:06}",
            "grid_code": self._grids[number % len(self._grids)],
            "address": f"清荷路{number}号",
            "occupancy": "owner_occupied" if people else "vacant",
            "members": [],
        }
        self.community.records["households"].append(house)
        for person in people:
            self.reside(person, house)
        return house

    def reside(self, person: Data, house: Data, **changes: Any) -> None:
        """One more member."""
        key = f"P{len(self.community.truth) + 1:06}"
        self._note(f"households:{house['id']}:{key}", person)
        house["members"].append({"id": key} | self._told(person | changes))

    def list_as(self, ledger_name: str, person: Data, house: Data, **changes: Any) -> str:
        """An entry of a list; returns its id."""
        records = self.community.records[ledger_name]
        key = f"{ledger_name[0].upper()}{len(records) + 1:05}"
        told = self._told(person | changes)
        record: Data = {"id": key, "grid_code": house["grid_code"]}
        if ledger_name == "special_groups":
            record |= told | {"category": "disabled", "house_code": house["house_code"]}
        elif ledger_name == "volunteers":
            birth = told.pop("birth_date", None)
            record |= told | ({"birth_year": int(birth[:4])} if birth else {})
        else:
            record |= {"name": f"清荷{key}店", "house_code": house["house_code"], "legal_rep_name": told["name"],
                       "legal_rep_phones": told.get("phones", [])}  # fmt: skip
            record |= {"legal_rep_id_no": told["id_no"]} if "id_no" in told else {}
        records.append(record)
        self._note(f"{ledger_name}:{key}" + (":legal_rep" if ledger_name == "businesses" else ""), person)
        return key

    def retold(self, person: Data) -> Data:
        """The changes with which a person is entered a second time."""
        changes: Data = {"id_no": self._number(person["id_no"])}
        if self.rng.random() < 0.25:
            changes["birth_date"] = None
        if self.rng.random() < 0.25:
            changes["phones"] = [self.phone()] if self.rng.random() < 0.5 else []
        if self.rng.random() < 0.15:
            changes["sex"] = None
        if self.rng.random() < 0.1:
            changes["name"] = " ".join(person["name"])
        return changes

    def _number(self, number: str) -> str | None:
        kind = self.rng.random()
        if kind < 0.35:
            return number
        if kind < 0.5:
            return None
        return self.rng.choice(self.slips)(number, self.rng)

    def _note(self, ref: str, person: Data) -> None:
        self.community.truth[ref] = person["entity"]

    def _told(self, person: Data) -> Data:
        told = {name: value for name, value in person.items() if name != "entity" and value not in (None, [])}
        if "birth_date" in told:
            told["birth_date"] = told["birth_date"].isoformat()
        return told


def old_form(number: str, _: random.Random) -> str:
    """15 digits, for those whose number had them."""
    return number[:6] + number[8:17] if number[6:8] == "19" else number


def wrong_key(number: str, rng: random.Random) -> str:
    at = rng.randrange(6, 18)
    return number[:at] + str((int(number[at].replace("X", "0")) + rng.randrange(1, 9)) % 10) + number[at + 1 :]


def missing_key(number: str, rng: random.Random) -> str:
    at = rng.randrange(6, 18)
    return number[:at] + number[at + 1 :]


def turned_round(number: str, rng: random.Random) -> str:
    at = rng.randrange(6, 16)
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def masked(number: str, rng: random.Random) -> str:
    head, tail = rng.choice(((4, 4), (6, 4), (3, 4), (10, 4), (14, 0), (6, 0), (1, 1)))
    return number[:head] + "*" * (18 - head - tail) + number[18 - tail :]


def cut_by_excel(number: str, _: random.Random) -> str:
    return number[:15] + "000"


def masked_otherwise(number: str, rng: random.Random) -> str:
    return number[:6] + rng.choice(("********", "XXXXXXXX", "●●●●●●●●", "****")) + number[14:]


def scientific(number: str, _: random.Random) -> str:
    return f"{number[0]}.{number[1:14]}E+17"


def added_key(number: str, rng: random.Random) -> str:
    at = rng.randrange(6, 18)
    return number[:at] + number[at - 1] + number[at:]


def letter_for_digit(number: str, _: random.Random) -> str:
    return number[:17].replace("0", "O", 1) + number[17]


SLIPS = [old_form, wrong_key, missing_key, turned_round, masked, masked, cut_by_excel]
HELD_OUT_SLIPS = [masked_otherwise, scientific, added_key, letter_for_digit, old_form]


def invent(
    seed: int,
    houses: int,
    rate: float,
    slips: list[Callable[[str, random.Random], str]],
    *,
    given: Sequence[str] = GIVEN,
    grids: int = 2,
) -> Community:
    """A community of that many houses; ``rate`` of its people stand in a second place."""
    make = Maker(seed, slips, given, grids)
    rng = make.rng
    homes: list[tuple[Data, list[Data]]] = []
    for _ in range(houses):
        people = [make.person() for _ in range(rng.choice((1, 2, 3, 4)))]
        homes.append((make.house(*people), people))
    for house, people in homes:
        for person in people:
            if rng.random() >= rate:
                continue
            where = rng.random()
            if where < 0.4:
                make.reside(person, rng.choice(homes)[0], **make.retold(person))
            else:
                name = "special_groups" if where < 0.7 else "volunteers" if where < 0.9 else "businesses"
                make.list_as(name, person, house, **make.retold(person))
    _hard_ones(make, homes)
    return make.community


def _hard_ones(make: Maker, homes: list[tuple[Data, list[Data]]]) -> None:
    """What looks like one person and is not, a few of each for fifty houses."""
    rng = make.rng
    for house, people in rng.sample(homes, max(1, len(homes) // 50)):
        # Father and son of one name, with one telephone, in one house; the son's number is not known.
        father = people[0]
        son = make.person(name=father["name"], sex="male", phones=father["phones"],
                          birth_date=father["birth_date"] + timedelta(days=8000 + rng.randrange(3000)))  # fmt: skip
        make.reside(son, house, id_no=None)
        make.list_as("special_groups", son, house, id_no=None, birth_date=None)
        # Twins: one birth date, house and telephone, names that sound alike, no numbers yet.
        born, surname = date(2014, 1, 1) + timedelta(days=rng.randrange(4000)), rng.choice(SURNAMES)
        first = make.person(name=f"{surname}清", birth_date=born, sex="female")
        second = make.person(name=f"{surname}青", birth_date=born, sex="female", phones=first["phones"])
        make.house(first, second)
        make.reside(first | {"entity": make.person()["entity"], "name": f"{surname}小"}, house, id_no=None)
        # The husband's number in the wife's row.
        man, woman = make.person(sex="male"), make.person(sex="female")
        home = make.house(man)
        make.reside(woman, home, id_no=man["id_no"], name="江" + woman["name"])
        # Name, birth date and sex by coincidence, in two houses, numbers missing.
        one = make.person()
        other = make.person(name=one["name"], birth_date=one["birth_date"], sex=one["sex"])
        make.reside(one, rng.choice(homes)[0], id_no=None)
        make.reside(other, make.house(), id_no=None)
        # Two namesakes whose masked numbers are equal.
        third = make.person()
        fourth = make.person(name=third["name"])
        for person in (third, fourth):
            make.list_as("volunteers", person, house, id_no="5133**************", birth_date=None)
