"""The same lists as vectorised pandas: what an analyst would write who is handed the cohorts.

Cohorts with their places in the round, rounds, windows and workers come ready from the planner, as Parquet files;
pandas unfolds them, moves what gives way to windows, finds the visit that proves each task, gives states, names and
ids, sorts and writes JSON lines. Run by ``lists_district.py``: ``python lists_pandas.py FOLDER OUT [STAFF]``.
"""

from __future__ import annotations

import sys
from hashlib import md5
from pathlib import Path

import numpy as np
import pandas as pd

START, END, AS_OF = np.datetime64("2026-07-01"), np.datetime64("2026-09-30"), np.datetime64("2026-09-30")
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    staff = sys.argv[3] if len(sys.argv) > 3 else ""
    t = {each.stem: pd.read_parquet(each) for each in folder.glob("*.parquet")}
    tasks = planned(t)
    tasks = assigned(t, tasks)
    if staff:
        tasks = tasks[(tasks["staff_no"] == staff) | left_behind(t, tasks)]
    tasks = handed_over(t, with_states(t, tasks.reset_index(drop=True)))
    if staff:
        tasks = tasks[tasks["staff_no"] == staff]
    tasks = named(t, tasks)
    tasks["id"] = ids(tasks)
    tasks = tasks.sort_values(["due", "staff_no", "grid", "position", "matter_code", "id"])
    columns = [
        "id", "staff_no", "grid", "matter_code", "matter", "words", "situation", "target", "key", "name", "place",
        "due", "until", "opens", "closes", "kind", "state", "done_by", "done_on",
    ]  # fmt: skip
    told = tasks[columns].copy()
    for name in ("due", "until", "opens", "closes", "done_on"):
        told[name] = told[name].dt.strftime("%Y-%m-%d")
    told.to_json(out, orient="records", lines=True, force_ascii=False)


def planned(t: dict[str, pd.DataFrame]) -> pd.DataFrame:
    days = t["plan_days"].sort_values("day")
    first_day = days["day"].iloc[0]
    before, upto = days["before"].to_numpy(), days["upto"].to_numpy()
    worked_days = t["plan_workdays"].sort_values("number")["day"].to_numpy()
    jobs = t["plan_jobs"]
    rounds = t["plan_rounds"].rename(columns={"first": "round_first", "last": "round_last"})
    x = jobs.merge(rounds, on=["duty", "frequency", "length"])
    x["first"] = x[["first", "round_first"]].max(axis=1)
    x["last"] = x[["last", "round_last"]].min(axis=1)
    x = x[x["first"] <= x["last"]]
    cover = pd.MultiIndex.from_frame(t["plan_cover"])
    inside = pd.MultiIndex.from_frame(pd.DataFrame({"spell": x["spell"].fillna(-1).astype(int), "grid": x["grid"]}))
    x = x[x["spell"].isna().to_numpy() | inside.isin(cover)].reset_index(drop=True)
    at_first = (x["first"] - first_day).dt.days.to_numpy()
    at_last = (x["last"] - first_day).dt.days.to_numpy()
    worked = x["worked"].to_numpy(bool)
    count = np.where(worked, upto[at_last] - before[at_first], at_last - at_first + 1)
    x, at_first, worked, count = (
        x[count > 0].reset_index(drop=True),
        at_first[count > 0],
        worked[count > 0],
        count[count > 0],
    )
    exact = x["position"].to_numpy() * count
    number = np.minimum(np.floor(exact).astype(int), count - 1)
    place = np.minimum(before[at_first] + number, len(worked_days) - 1)
    plain = x["first"].to_numpy() + number.astype("timedelta64[D]")
    x["due"] = np.where(worked, worked_days[place], plain)
    x["exact"], x["number"] = exact, number
    taken = (
        t["plan_blocks"].merge(t["plan_cover"], on="spell").merge(t["plan_spell_days"], on="spell")
        [["duty", "grid", "day"]].drop_duplicates()
    )  # fmt: skip
    x = x.merge(taken.rename(columns={"day": "due"}).assign(taken=True), on=["duty", "grid", "due"], how="left")
    hit = x["taken"].notna()
    moved = _moved(x[hit], taken, days, worked_days)
    x = pd.concat([x[~hit], moved])
    x = x[(x["due"] >= START) & (x["due"] <= END)]
    x = x.merge(t["plan_duties"][["duty", "matter_code", "matter", "situation", "words", "target"]], on="duty")
    x = x.merge(t["plan_tolerances"], on="kind")
    upto_due = upto[(x["due"] - first_day).dt.days.to_numpy()]
    late = worked_days[np.minimum(upto_due + x["grace"].to_numpy() - 1, len(worked_days) - 1)]
    x["until"] = np.where(x["grace"] == 0, x["due"], np.minimum(x["closes"], late))
    upto_until = upto[(x["until"] - first_day).dt.days.to_numpy()]
    x["red_day"] = worked_days[np.minimum(upto_until + x["red"].to_numpy() - 1, len(worked_days) - 1)]
    return x


def _moved(hit: pd.DataFrame, taken: pd.DataFrame, days: pd.DataFrame, worked_days: np.ndarray) -> pd.DataFrame:
    closed = {key: set(group) for key, group in taken.groupby(["duty", "grid"])["day"]}
    every = days["day"].to_numpy()
    new: list[object] = []
    free: dict[tuple[object, ...], tuple[list[object], object]] = {}
    for row in hit.itertuples():
        key = (row.duty, row.grid, row.first, row.last, row.worked, row.due)
        if key not in free:
            pool = worked_days if row.worked else every
            part = pool[
                np.searchsorted(pool, np.datetime64(row.first)) : np.searchsorted(
                    pool, np.datetime64(row.last), "right"
                )
            ]
            shut = closed[row.duty, row.grid]
            left = [day for day in map(pd.Timestamp, part) if day not in shut]
            free[key] = [day for day in left if day > row.due], max((d for d in left if d < row.due), default=pd.NaT)
        after, earlier = free[key]
        new.append(after[min(int((row.exact - row.number) * len(after)), len(after) - 1)] if after else earlier)
    hit = hit.assign(due=pd.to_datetime(pd.Series(new, index=hit.index)))
    return hit[hit["due"].notna()]


def assigned(t: dict[str, pd.DataFrame], x: pd.DataFrame) -> pd.DataFrame:
    stretches = t["plan_staff"].rename(columns={"first": "from_day", "last": "to_day"}).sort_values("from_day")
    x = pd.merge_asof(x.sort_values("due"), stretches, left_on="due", right_on="from_day", by="grid")
    gone = x["to_day"].isna() | (x["to_day"] < x["due"])
    x["staff_no"] = x["staff_no"].mask(gone, "").fillna("")
    return x


def left_behind(t: dict[str, pd.DataFrame], x: pd.DataFrame) -> pd.Series:
    """Tasks of those who left that can still be done."""
    staff = t["staff"]
    gone = staff.loc[staff[["left", "end_date"]].min(axis=1) < AS_OF, "staff_no"]
    return x["staff_no"].isin(gone) & (x["closes"] > AS_OF)


def handed_over(t: dict[str, pd.DataFrame], x: pd.DataFrame) -> pd.DataFrame:
    stretches = t["plan_staff"]
    today = stretches[(stretches["first"] <= AS_OF) & (stretches["last"] >= AS_OF)].set_index("grid")["staff_no"]
    hit = left_behind(t, x) & ~x["state"].isin(["done", "done_late", "excused"])
    x["staff_no"] = x["staff_no"].mask(hit, x["grid"].map(today)).fillna("")
    return x


def with_states(t: dict[str, pd.DataFrame], x: pd.DataFrame) -> pd.DataFrame:
    v = t["visits"]
    v = v[v["current"] & (v["visited_on"] >= x["opens"].min()) & (v["visited_on"] <= AS_OF)]
    v = v.assign(
        proves=v["matter_code"].fillna(""), kind=v["target_kind"].fillna("household"), mode=v["mode"].fillna("home")
    )
    tables = {"household": "households", "person": "special_groups", "business": "businesses", "building": "buildings"}
    aliases = {}
    for kind, table in tables.items():
        own, others = {"household": ("id", "house_code"), "person": ("id", "person"), "business": ("id", "uscc"),
                       "building": ("building_code", None)}[kind]  # fmt: skip
        frame = t[table]
        both = [frame[[own]].assign(alias=frame[own])]
        if others:
            both.append(frame[[own]].assign(alias=frame[others]))
        aliases[kind] = pd.concat(both).dropna().rename(columns={own: "key"}).drop_duplicates()
    seen = [
        v[v["kind"] == kind].merge(aliases[kind], left_on="target", right_on="alias").assign(target_table=table)
        for kind, table in tables.items()
    ]
    rounds = v[((v["kind"] == "grid") | (v["proves"] != "")) & v["grid_code"].notna()]
    seen.append(rounds.assign(key=rounds["grid_code"], target_table="grids"))
    proofs = pd.concat(seen)[["target_table", "key", "proves", "visited_on", "id", "mode"]]
    met = proofs[proofs["mode"] == "home"]
    met = met.groupby(["target_table", "key", "proves", "visited_on"], as_index=False)["id"].min()
    met = met.rename(columns={"target_table": "target", "id": "done_by", "visited_on": "done_on"}).sort_values(
        "done_on"
    )
    x = x.reset_index(names="row").sort_values("opens")
    found = []
    for proves in ("own", "any"):
        left = x[["row", "target", "key", "opens", "closes"]].assign(proves=x["matter_code"] if proves == "own" else "")
        got = pd.merge_asof(
            left, met, left_on="opens", right_on="done_on", by=["target", "key", "proves"], direction="forward"
        )
        found.append(got[got["done_on"].notna() & (got["done_on"] <= got["closes"])][["row", "done_on", "done_by"]])
    best = pd.concat(found).sort_values(["done_on", "done_by"]).drop_duplicates("row")
    x = x.merge(best, on="row", how="left")
    away = proofs[(proofs["mode"] == "not_met") & proofs["target_table"].isin(["households", "special_groups"])]
    away = away[["target_table", "key", "visited_on"]].drop_duplicates().rename(columns={"target_table": "target"})
    pairs = x[["row", "target", "key", "opens", "closes"]].merge(away, on=["target", "key"])
    pairs = pairs[(pairs["visited_on"] >= pairs["opens"]) & (pairs["visited_on"] <= pairs["closes"])]
    counts = pairs.groupby("row").size()
    excused = x["row"].isin(counts[counts >= 3].index) | (x["died"] < np.minimum(x["until"], AS_OF))
    done = x["done_on"].notna()
    x["state"] = np.select(
        [done & (x["done_on"] <= x["until"]), done, excused, x["until"] >= AS_OF, x["red_day"] >= AS_OF],
        ["done", "done_late", "excused", "due", "overdue_yellow"], "overdue_red",
    )  # fmt: skip
    return x


def named(t: dict[str, pd.DataFrame], x: pd.DataFrame) -> pd.DataFrame:
    heads = t["persons"].sort_values("name").drop_duplicates("parent")[["parent", "name"]]
    houses = t["households"][["id", "address"]].rename(columns={"id": "key"})
    houses = houses.merge(heads.rename(columns={"parent": "key"}), on="key", how="left")
    parts = [houses.assign(target="households")]
    for table, key, name in (
        ("special_groups", "id", "name"), ("businesses", "id", "name"), ("buildings", "building_code", "name"),
        ("grids", "grid_code", "name"),
    ):  # fmt: skip
        frame = t[table]
        place = frame.get("address", "")
        parts.append(pd.DataFrame({"key": frame[key], "name": frame[name], "address": place, "target": table}))
    names = pd.concat(parts).rename(columns={"address": "place"})
    return x.merge(names, on=["target", "key"], how="left").fillna({"name": "", "place": "", "done_by": ""})


def ids(x: pd.DataFrame) -> list[str]:
    made = []
    for parts in zip(x["matter_code"], x["situation"], x["words"], x["target"], x["key"], x["label"], strict=True):
        number = int.from_bytes(md5("\x1f".join(parts).encode(), usedforsecurity=False).digest()[:8], "little") >> 4
        made.append("K" + "".join(LETTERS[number >> shift & 31] for shift in range(55, -5, -5)))
    return made


if __name__ == "__main__":
    main()
