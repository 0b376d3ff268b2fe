"""The special-groups ledger: the care categories, found among the residents by what they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import day_between, stream, workday_between
from gridctl.demo.people import age_of
from gridctl.demo.settings import FIRST_DAY
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from gridctl.demo.staffing import Staffing

Data = dict[str, Any]
Test = Callable[[Data, Data], bool]


def _alone(_: Data, household: Data) -> bool:
    return len(household["members"]) <= 2 and all(age_of(each) >= 70 for each in household["members"])


def _aged(low: int, high: int = 130) -> Test:
    return lambda person, _: low <= age_of(person) <= high


def _rider(person: Data, _: Data) -> bool:
    return person.get("occupation") in ("外卖骑手", "货车司机")


def _child_alone(person: Data, household: Data) -> bool:
    return 3 <= age_of(person) < 16 and any(age_of(each) >= 58 for each in household["members"])


# Category: who may be on the list, how many in a thousand of those are, the cycle of visits in days.
_CATEGORIES: dict[str, tuple[Test, int, int]] = {
    "living_alone_elderly": (_alone, 1000, 30),
    "advanced_age": (_aged(80), 1000, 90),
    "disabled_care": (_aged(74), 90, 30),
    "disability": (_aged(20), 22, 90),
    "low_income": (_aged(30, 75), 14, 90),
    "left_behind_child": (_child_alone, 60, 30),
    "child_in_difficulty": (_aged(4, 15), 8, 30),
    "seriously_ill": (_aged(35), 7, 90),
    "veteran": (lambda person, _: person["sex"] == "male" and age_of(person) >= 40, 25, 180),
    "unemployed": (_aged(25, 55), 10, 90),
    "new_employment": (_rider, 150, 180),
}
_BASIS = {
    "living_alone_elderly": "高龄独居老人巡访名册",
    "advanced_age": "高龄津贴发放名册",
    "disabled_care": "失能评估结果",
    "disability": "残疾人证",
    "low_income": "最低生活保障证",
    "left_behind_child": "留守儿童登记表",
    "child_in_difficulty": "困境儿童登记表",
    "seriously_ill": "大病救助申请",
    "veteran": "优抚对象登记",
    "unemployed": "失业登记",
    "new_employment": "新就业群体登记",
}
_DISABILITIES = ("visual", "hearing", "physical", "physical", "intellectual", "mental")


def special_groups(seed: int, households: Sequence[Data], staffing: Staffing) -> list[Data]:
    """One record for each person and category; of every category with candidates at least one."""
    residents = [(person, household) for household in households for person in household.get("members", ())]
    return [
        _record(stream(seed, category, person["id"]), category, person, household, staffing)
        for category, (test, share, _) in _CATEGORIES.items()
        for person, household in _some(stream(seed, category), share, [each for each in residents if test(*each)])
    ]


def _some(rng: Random, share: int, candidates: list[tuple[Data, Data]]) -> Iterator[tuple[Data, Data]]:
    if candidates:
        count = max(1, round(len(candidates) * share / 1000))
        yield from (candidates[place] for place in sorted(rng.sample(range(len(candidates)), count)))


def _record(rng: Random, category: str, person: Data, household: Data, staffing: Staffing) -> Data:
    worker = staffing.worker(household["grid_code"])
    listed = workday_between(rng, FIRST_DAY, date(2026, 7, 31))
    age = age_of(person)
    return {
        "id": new_id("S", "demo", person["id"], category),
        "person": person["id"],
        "name": person["name"],
        "id_no": person["id_no"],
        "sex": person["sex"],
        "birth_date": person["birth_date"],
        "category": category,
        "grid_code": household["grid_code"],
        "house_code": household["house_code"],
        "address": household["address"],
        **({"phones": person["phones"]} if "phones" in person else {}),
        "basis": _BASIS[category],
        "mandate": "已告知并签署同意书",
        "attention": "high" if category in ("living_alone_elderly", "disabled_care") else "medium",
        **_guardian(person, household),
        "helper_name": worker["name"],
        "helper_phones": worker["phones"],
        **({"care_ability": _ability(rng, category)} if age >= 60 else {}),
        "living_state": _living(household),
        **_disability(rng, category),
        "measures": rng.choice(("定期上门巡访，检查水电气安全", "协助办理补贴申请", "结对帮扶，每月电话问候")),
        "visit_cycle_days": _CATEGORIES[category][2],
        "listed_on": listed.isoformat(),
        "review_on": day_between(rng, date(2027, 4, 1), date(2027, 12, 20)).isoformat(),
        "source": "home_visit",
        "collected_by": worker["name"],
        "collected_on": listed.isoformat(),
    }


def _guardian(person: Data, household: Data) -> Data:
    if 18 <= age_of(person) < 75:
        return {}
    adults = [each for each in household["members"] if 18 <= age_of(each) < 75 and "phones" in each]
    if not adults:
        return {}
    return {
        "guardian_name": adults[0]["name"],
        "guardian_phones": adults[0]["phones"],
        "guardian_relation": "家庭成员",
    }


def _ability(rng: Random, category: str) -> str:
    return rng.choice(("partial", "dependent")) if category == "disabled_care" else "independent"


def _living(household: Data) -> str:
    members = household["members"]
    if len(members) == 1:
        return "alone"
    return "empty_nest" if all(age_of(each) >= 60 for each in members) else "with_family"


def _disability(rng: Random, category: str) -> Data:
    if category != "disability":
        return {}
    return {"disability_kinds": [rng.choice(_DISABILITIES)], "disability_grade": f"grade_{rng.randint(1, 4)}"}
