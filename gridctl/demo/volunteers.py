"""The volunteers ledger: residents in teams, with what they did in the two quarters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import day_between, stream
from gridctl.demo.people import age_of
from gridctl.demo.settings import FIRST_DAY, LAST_DAY
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from gridctl.demo.staffing import Staffing

# Team: what its members can do, what they want to do, what they do.
_TEAMS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "清荷先锋党员志愿队": (("law", "computing"), ("publicity", "mediation"), ("政策宣传", "楼院环境整治", "矛盾调解")),
    "邻里帮帮志愿队": (("repair", "driving"), ("repair", "elderly"), ("上门维修水电", "陪同就医", "代买代办")),
    "夕阳红巡逻队": (("photography", "calligraphy"), ("public_order", "civility"), ("治安巡逻", "文明劝导")),
    "青荷护苗志愿队": (("first_aid", "counselling"), ("children", "education"), ("四点半课堂", "护学岗", "急救讲座")),
}


def volunteers(seed: int, households: Sequence[dict[str, Any]], staffing: Staffing) -> list[dict[str, Any]]:
    """About one resident in twelve between 18 and 72 with a telephone."""
    rng = stream(seed, "volunteers")
    return [
        _record(rng, person, household, staffing)
        for household in households
        for person in household.get("members", ())
        if 18 <= age_of(person) <= 72 and "phones" in person and rng.random() < 1 / 12
    ]


def _record(rng: Random, person: dict[str, Any], household: dict[str, Any], staffing: Staffing) -> dict[str, Any]:
    team = rng.choice(list(_TEAMS))
    skills, intents, activities = _TEAMS[team]
    worker = staffing.worker(household["grid_code"])["name"]
    registered = day_between(rng, date(2024, 3, 5), date(2026, 3, 25))
    return {
        "id": new_id("V", "demo", person["id"]),
        "name": person["name"],
        "id_no": person["id_no"],
        "sex": person["sex"],
        "birth_year": int(person["birth_date"][:4]),
        "phones": person["phones"][:1],
        "political": person.get("political", "masses"),
        "team": team,
        "skills": [rng.choice(skills)],
        "service_intent": list(intents),
        "grid_code": household["grid_code"],
        "person": person["id"],
        "registered_on": registered.isoformat(),
        "services": [
            {
                "date": day.isoformat(),
                "hours": rng.choice((1, 1.5, 2, 2, 3, 4)),
                "activity": rng.choice(activities),
                "confirmed_by": worker,
            }
            for day in sorted(day_between(rng, FIRST_DAY, LAST_DAY) for _ in range(rng.randint(2, 6)))
        ],
        "source": "home_visit",
        "collected_by": worker,
        "collected_on": day_between(rng, FIRST_DAY, date(2026, 6, 24)).isoformat(),
    }
