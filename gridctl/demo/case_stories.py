"""What becomes of the demo's cases: most are handled at once, others returned, extended, reopened, late or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gridctl.demo.settings import COMMUNITY, SUBDISTRICT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gridctl.demo.case_walk import Walk

COMMITTEE = f"{COMMUNITY}居委会"
_WRONG_UNIT = f"{SUBDISTRICT}规划建设办公室"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part: the worker who reports, a colleague, the grid's leader, a volunteer; and the six meetings."""

    worker: str
    colleague: str
    leader: str
    volunteer: str
    meeting: Sequence[Sequence[str]] = ()


def plain(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Handled in the grid within two days."""
    _sorted(walk, topic, cast)
    _sent(walk, cast.worker, cast.colleague)
    _done(walk.pass_time(days=walk.rng.randrange(1, 3)), topic, cast.colleague)
    _finished(walk, topic, cast, cast.colleague)


def community(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Handled by the community itself."""
    _sorted(walk, topic, cast)
    _handled(walk, topic, cast, COMMITTEE, days=2, fairly=4)


def department(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Sent up to the unit whose it is."""
    _sorted(walk, topic, cast)
    _handled(walk, topic, cast, topic.get("unit", COMMITTEE), days=2, fairly=3)


def returned(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Sent to the wrong unit, returned with the reason, sent to the right one."""
    _sorted(walk, topic, cast)
    walk.pass_time(minutes=40).write("dispatch", cast.worker, to=_WRONG_UNIT)
    walk.pass_time(minutes=150).write("dispatch", _WRONG_UNIT, "return", note="井盖归市政养护单位管，请转派")
    _handled(walk, topic, cast, topic.get("unit", COMMITTEE), days=3)


def extended(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """More time is asked for before it is due, and given."""
    unit = topic.get("unit", COMMITTEE)
    _sorted(walk, topic, cast)
    _sent(walk, cast.worker, unit)
    walk.pass_time(days=3).extend(5, "管道需要更换，等待材料", unit, f"{SUBDISTRICT}办事处")
    _done(walk.pass_time(days=5), topic, unit)
    _finished(walk, topic, cast, unit)


def late(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Handled two weeks' working days after it was accepted: a yellow card."""
    _sorted(walk, topic, cast)
    _handled(walk, topic, cast, cast.colleague, days=7, fairly=2)


def very_late(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Handled after three weeks: a red card."""
    _sorted(walk, topic, cast)
    _handled(walk, topic, cast, topic.get("unit", COMMITTEE), days=13, fairly=1)


def reopened(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """The resident is not content and it is handled once more."""
    _unconvinced(walk, topic, cast)
    walk.pass_time(minutes=100).write("evaluate", cast.leader, "reopen", note="居民不满意，问题反复，重新办理")
    _done(walk.pass_time(days=2), topic, cast.colleague)
    _finished(walk, topic, cast, cast.colleague, fairly=1)


def dissatisfied(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Handled, but the resident is not content; that nothing more can be done was explained."""
    _unconvinced(walk, topic, cast)
    walk.set(note="已上门说明情况，居民表示理解")


def _unconvinced(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    _sorted(walk, topic, cast)
    _sent(walk, cast.worker, cast.colleague)
    _done(walk.pass_time(days=2), topic, cast.colleague)
    _closed(walk, topic, cast, cast.colleague)
    walk.pass_time(days=1).write("evaluate", cast.leader, note="电话回访").set(satisfaction="dissatisfied")


def not_done(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Who verifies it finds it not done; it goes back to be handled."""
    _sorted(walk, topic, cast)
    _sent(walk, cast.worker, cast.colleague)
    _done(walk.pass_time(days=1), topic, cast.colleague)
    walk.pass_time(minutes=90).write("reply", cast.colleague, note=topic["told"])
    walk.pass_time(minutes=200).write("verify", cast.leader, "return", note="现场看仍未清运，退回重办")
    _done(walk.pass_time(days=1), topic, cast.colleague)
    _finished(walk, topic, cast, cast.colleague)


def refused(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Nothing a grid can do: not admitted, with the reason."""
    del topic
    walk.pass_time(minutes=60).write("classify", cast.worker, "refuse", note="不属网格事项，已告知拨打12315")


def downward(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """From a department down to the worker: the case is the department's until it is accepted."""
    owner = walk.case["owner_org"]
    fields = {"matter_code": topic.get("matter"), "level": topic["level"]}
    walk.pass_time(minutes=30).write("classify", owner).set(**fields)
    _sent(walk, owner, cast.worker)
    _done(walk.pass_time(days=3), topic, cast.worker)
    walk.pass_time(minutes=60).write("reply", cast.worker, note=topic["told"])
    walk.pass_time(days=1).write("verify", owner, note="已收到结果")
    walk.pass_time(days=1).write("evaluate", owner).set(satisfaction="satisfied")


def emergency(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """By the clock: sorted and sent within a quarter of an hour, reports every few hours."""
    walk.pass_time(minutes=6, clock=True).write("classify", cast.worker)
    walk.set(matter_code=topic.get("matter"), level=topic["level"])
    walk.pass_time(minutes=5, clock=True).write("dispatch", cast.worker, to=cast.colleague)
    walk.pass_time(minutes=8, clock=True).write("dispatch", cast.colleague, "accept")
    walk.pass_time(minutes=80, clock=True).write("handle", cast.colleague, "progress", note="已到场，设警戒")
    walk.pass_time(minutes=200, clock=True).write(
        "handle", cast.colleague, note=topic["done"], evidence=["现场照片.jpg"]
    )
    walk.set(success=True).pass_time(minutes=40, clock=True).write("reply", cast.colleague, note=topic["told"])
    walk.pass_time(days=1).write("verify", cast.worker, note="现场复看")
    walk.pass_time(days=2).write("evaluate", cast.leader).set(satisfaction="satisfied")


def holiday(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """In the days before the holiday: within hours."""
    walk.pass_time(minutes=45).write("classify", cast.worker)
    walk.set(matter_code=topic.get("matter"), level=topic["level"])
    _sent(walk, cast.worker, cast.colleague, wait=40)
    _done(walk.pass_time(minutes=180), topic, cast.colleague)
    _finished(walk, topic, cast, cast.colleague)


def wish(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Residents order, the community lists it, a volunteer claims it."""
    _sorted(walk, topic, cast)
    walk.pass_time(minutes=100).write("dispatch", cast.volunteer, "claim")
    _done(walk.pass_time(days=2), topic, cast.volunteer)
    walk.pass_time(minutes=60).write("reply", cast.volunteer, note=topic["told"])
    _evaluated(walk.pass_time(minutes=120).write("verify", cast.worker), cast, fairly=0)


def meeting(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """A matter the residents settle themselves, in six steps."""
    _sorted(walk, topic, cast)
    _sent(walk, cast.worker, cast.leader)
    held: list[dict[str, Any]] = []
    for step, days, people, note in cast.meeting:
        if step in ("set", "decide"):
            walk.extend(4, "按议事日程推进", cast.leader, f"{SUBDISTRICT}办事处")
        if step == "judge":
            _done(walk.pass_time(minutes=60), topic, cast.leader)
            walk.pass_time(minutes=60).write("reply", cast.leader, note=topic["told"])
            walk.pass_time(minutes=200).write("verify", cast.worker)
        walk.pass_time(days=1 if step == "judge" else min(int(days), 2))
        if walk.now.date().isoformat() <= "2026-09-30":
            held.append({
                "step": step, "held_on": walk.now.date().isoformat(), "by": cast.leader, "people_count": int(people),
                "note": note,
            })  # fmt: skip
    walk.case["deliberation"] = held
    walk.pass_time(minutes=60).write("evaluate", cast.worker, note="居民评议").set(satisfaction="satisfied")


def waiting(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Sent, and nobody has accepted it."""
    _sorted(walk, topic, cast)
    walk.pass_time(minutes=30).write("dispatch", cast.worker, to=topic.get("unit", COMMITTEE))


def unsorted(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Reported, and nobody has looked at it."""
    del walk, topic, cast


def merged(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    """Somebody else reported the same thing before."""
    del topic
    into = walk.case.pop("into", "")
    walk.pass_time(minutes=50).write("classify", cast.worker, "merge", to=into, note="与前一件是同一件事")
    walk.set(merged_into=into)


STORIES: dict[str, Callable[[Walk, Mapping[str, Any], Cast], None]] = {
    each.__name__: each
    for each in (
        plain, community, department, returned, extended, late, very_late, reopened, dissatisfied, not_done, refused,
        downward, emergency, holiday, wish, meeting, merged, waiting, unsorted,
    )
}  # fmt: skip


def _sorted(walk: Walk, topic: Mapping[str, Any], cast: Cast) -> None:
    walk.pass_time(minutes=walk.rng.randrange(20, 70)).write("classify", cast.worker)
    walk.set(matter_code=topic.get("matter"), level=topic["level"])


def _sent(walk: Walk, by: str, to: str, *, wait: int = 60) -> None:
    walk.pass_time(minutes=walk.rng.randrange(10, wait)).write("dispatch", by, to=to)
    walk.pass_time(minutes=walk.rng.randrange(10, wait)).write("dispatch", to, "accept")


def _done(walk: Walk, topic: Mapping[str, Any], by: str) -> None:
    walk.write("handle", by, note=topic["done"], evidence=["现场照片.jpg"])
    walk.set(success=True, resolve_method=topic.get("method"))


def _handled(walk: Walk, topic: Mapping[str, Any], cast: Cast, by: str, *, days: int, fairly: int = 8) -> None:
    """Sent, done so many working days later, and finished."""
    _sent(walk, cast.worker, by)
    _done(walk.pass_time(days=days), topic, by)
    _finished(walk, topic, cast, by, fairly=fairly)


def _closed(walk: Walk, topic: Mapping[str, Any], cast: Cast, by: str) -> None:
    walk.pass_time(minutes=walk.rng.randrange(30, 120)).write("reply", by, note=topic["told"])
    walk.pass_time(minutes=walk.rng.randrange(90, 240)).write(
        "verify", cast.worker if cast.worker != by else cast.leader
    )


def _finished(walk: Walk, topic: Mapping[str, Any], cast: Cast, by: str, *, fairly: int = 8) -> None:
    _closed(walk, topic, cast, by)
    _evaluated(walk, cast, fairly=fairly)


def _evaluated(walk: Walk, cast: Cast, *, fairly: int) -> None:
    """One answer in ``fairly`` is only fairly content; 0: none is."""
    verdict = "fairly" if fairly and walk.rng.randrange(fairly) == 0 else "satisfied"
    walk.now += timedelta(minutes=1)
    walk.pass_time(days=walk.rng.randrange(1, 3)).write("evaluate", cast.leader, note="电话回访").set(
        satisfaction=verdict
    )
