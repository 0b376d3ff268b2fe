"""What people scored and answered: daily scores, deductions, awards, residents' answers, rechecked records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gridctl.demo.chance import stream, weighted, workday_between
from gridctl.demo.settings import COMMUNITY, SUBDISTRICT
from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from gridctl.demo.staffing import Staffing

Data = dict[str, Any]

_QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
_MONTHS = ("2026-07-31", "2026-08-31", "2026-09-30")
_DAILY = ("走访记录完整，台账更新及时", "能按时完成任务，个别走访记录偏简", "重点户看望到位，居民反映好")
_REVIEW = ("本月走访做得细，夜间巡查还不够", "诉求都有回复，宣传方式要多想办法", "台账当天录入，下月多走出租户")
_MISSED = ("未参加周例会", "培训缺席一次", "走访台账漏填两项")
_OPINIONS = ("楼道灯报修后很快就修好了", "希望多来看看老人", "上门前能先打个电话就更好")
_ANSWERS = {"satisfied": 80, "fairly": 15, "dissatisfied": 5}
_SOURCES = {"residents": 70, "third_party": 30}
# Of a household's record: what a second person can compare on the spot.
_FIELDS = ("户主", "居住状态", "联系电话", "成员", "入住日期")
# Of rechecked records so many have a wrong field, in a hundred.
_WRONG = 6
_ONE_IN = 3


def assessment(seed: int, staffing: Staffing, homes: Sequence[Data]) -> dict[str, list[Data]]:
    """The registers under ``assessment/`` for the third quarter, by their names."""
    rng = stream(seed, "assessment")
    return {
        "scores": list(_scores(rng, staffing)),
        "surveys": list(_answers(rng, homes)),
        "postings": [],
        "rechecks": list(_rechecks(rng, staffing, homes)),
    }


def known_by(community: dict[str, list[Data]], day: str) -> dict[str, list[Data]]:
    """Those of the registers' records that there were on a day in ISO form."""
    dated = {"scores": "scored_on", "surveys": "answered_on", "rechecks": "checked_on"}
    return {name: [each for each in community.get(name, []) if each[field] <= day] for name, field in dated.items()}


def _scores(rng: Random, staffing: Staffing) -> Iterator[Data]:
    secretary = next(each for each in staffing.staff if each["role"] == "grid_leader_in_chief")["name"]
    for place, grid in enumerate(staffing.workers):
        worker = staffing.worker(grid)
        for month in _MONTHS:
            points, reason = rng.randint(82, 98), rng.choice(_DAILY)
            yield _score(worker, "日常考评", month, reason, secretary, points=points)
            yield _score(worker, "一周话得失", month, rng.choice(_REVIEW), worker["name"], points=rng.randint(80, 95))
        day = workday_between(rng, *_QUARTER).isoformat()
        yield _score(worker, "纪律学习", day, rng.choice(_MISSED), secretary, points=-2 - place % 3)
        if place % 4 == 0:
            reason = "楼栋微信群“一问三回”做法在街道推广"
            yield _score(worker, "创新做法", "2026-09-10", reason, SUBDISTRICT, level="subdistrict")
        yield _score(worker, "组织评价", "2026-09-29", "季度民主测评", SUBDISTRICT, points=rng.randint(85, 96))
        yield _score(worker, "社区评价", "2026-09-29", "社区两委评议", COMMUNITY, points=rng.randint(85, 96))


def _score(worker: Data, named: str, day: str, reason: str, given_by: str, **more: Any) -> Data:
    return {
        "id": new_id("J", "demo", worker["staff_no"], named, day),
        "unit_kind": "staff",
        "unit": worker["staff_no"],
        "input": named,
        "scored_on": day,
        **more,
        "reason": reason,
        "given_by": given_by,
    }


def _answers(rng: Random, homes: Sequence[Data]) -> Iterator[Data]:
    lived_in = [each for each in homes if each.get("members")]
    asked = [each for place, each in enumerate(lived_in) if place % 2 == 0]
    for number, home in enumerate(asked, start=1):
        answer, kind = weighted(rng, _ANSWERS), weighted(rng, _SOURCES)
        telling = answer != "satisfied" or rng.random() < 0.2
        found = {
            "id": new_id("Y", "demo", home["id"]),
            "form_no": f"MY2026Q3-{number:03}",
            "kind": kind,
            "answered_on": workday_between(rng, date(2026, 9, 14), date(2026, 9, 28)).isoformat(),
            "grid_code": home["grid_code"],
            "satisfaction": answer,
            "channel": "入户" if kind == "residents" else "电话",
            "asked_by": COMMUNITY if kind == "residents" else "云州民意调查中心",
            "opinion": rng.choice(_OPINIONS) if telling else "",
        }
        yield {name: value for name, value in found.items() if value}


def _rechecks(rng: Random, staffing: Staffing, homes: Sequence[Data]) -> Iterator[Data]:
    checker = next(each for each in staffing.staff if each["role"] == "supervisor")["staff_no"]
    drawn = [each for place, each in enumerate(each for each in homes if each.get("members")) if place % _ONE_IN == 0]
    for place, home in enumerate(drawn):
        wrong = [rng.choice(_FIELDS)] if rng.random() * 100 < _WRONG else []
        found = {
            "id": new_id("R", "demo", home["id"]),
            "sample_no": "2026Q3-1",
            "ledger": "households",
            "record": home["id"],
            "grid_code": home["grid_code"],
            "mode": "home",
            "fields_checked": list(_FIELDS),
            "fields_wrong": wrong,
            "gone": place == len(drawn) // 2,
            "checked_by": checker,
            "checked_on": workday_between(rng, date(2026, 9, 7), date(2026, 9, 25)).isoformat(),
        }
        yield {name: value for name, value in found.items() if value or name == "gone"}
