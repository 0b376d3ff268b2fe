"""The semantic difference of two states of the ledgers, on real files and real Git."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridctl.review.diff import diff, unread
from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import to_labels
from gridctl.store.asread import as_read
from gridctl.store.bookwrite import write_book
from gridctl.store.changeset import Add, End, Move, Remove, Set
from gridctl.store.git import Git
from gridctl.store.layout import path_of
from gridctl.store.shardtext import dump
from gridctl.store.workspace import Workspace

GRIDS = ("513399001002001", "513399001002002")
HOUSEHOLDS = ledger("households")
VISITS = ledger("visits")
Record = dict[str, Any]


def house(key: str = "H1", grid: str = GRIDS[0], **fields: Any) -> dict[str, Any]:
    return {"id": key, "house_code": f"C{key}", "grid_code": grid, "address": "清荷路1号", **fields}


def write(root: Path, records: list[Record], *, about=HOUSEHOLDS, language: str = "zh", book: bool = False) -> None:
    """Write records to the shards they belong in, in place of all others of the ledger."""
    (root / "ledgers").mkdir(parents=True, exist_ok=True)
    (root / "ledgers" / "gridctl.yaml").write_text(f'language: "{language}"\n', encoding="utf-8")
    folder = root / "ledgers" / about.name
    for old in folder.rglob("*.*") if folder.is_dir() else ():
        old.unlink()
    shards: dict[str, list[Any]] = {}
    for each in records:
        path = path_of(about, each, ".xlsx" if book else ".yaml")
        shards.setdefault(path, []).append(to_labels(about.model, each, language))
    for path, listed in shards.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(write_book(about, listed) if book else dump(listed))


def states(tmp_path: Path, before: list[Record], after: list[Record], **how) -> tuple[Workspace, Workspace]:
    write(tmp_path / "a", before, about=how.get("about", HOUSEHOLDS))
    write(tmp_path / "b", after, **how)
    return Workspace.open(tmp_path / "a"), Workspace.open(tmp_path / "b")


def content(ws: Workspace, about=HOUSEHOLDS) -> dict[str, tuple[str, dict[str, Any]]]:
    """The records by key with the scope they are in; the order of blocks with ids is no content."""
    scopes = {shard.path: shard.scope for shard in ws.shards()}
    found = {}
    for each in ws.entries(about.name):
        data = as_read(about.model, each.data, each.typed)
        if data.get("members"):
            data["members"] = sorted(data["members"], key=lambda m: m.get("id", ""))
        found[each.key] = (scopes[each.path], data)
    return found


def test_equal_states_have_no_difference(tmp_path):
    assert not diff(*states(tmp_path, [house()], [house()]))


def test_each_kind_of_change_is_told(tmp_path):
    before = [house("H1", occupancy="vacant"), house("H2"), house("H3"), house("H4")]
    after = [
        house("H1", occupancy="rented", area_m2="80"),
        house("H2", GRIDS[1]),
        house("H4", status="ended", end_reason="demolished", end_date="2026-07-01"),
        house("H5"),
    ]
    found = diff(*states(tmp_path, before, after)).changes
    assert found == (
        Set("households", "H1", "occupancy", "vacant", "rented"),
        Set("households", "H1", "area_m2", None, 80),
        Set("households", "H2", "grid_code", *GRIDS),
        Remove("households", "H3", house("H3")),
        End("households", "H4", "demolished", "2026-07-01"),
        Add("households", "H5", house("H5")),
    )


def test_spelling_order_language_and_format_make_no_difference(tmp_path):
    person = {"id": "P1", "name": "李小花", "sex": "female", "phones": ["19900000001"]}
    before = [house("H1", occupancy="vacant", members=[person, {"id": "P2", "name": "王明"}]), house("H2")]
    a, b = states(tmp_path, before, before, language="en")
    assert not diff(a, b)
    write(tmp_path / "b", before, book=True)
    assert not diff(a, Workspace.open(tmp_path / "b"))
    path = tmp_path / "a" / "ledgers" / "households" / f"{GRIDS[0]}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"闲置"', '"vacant"').replace("19900000001", "199 0000 0001"), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert not diff(Workspace.open(tmp_path / "a"), b)


def test_members_are_matched_by_id_and_aliases_by_place(tmp_path):
    one, two, three = ({"id": f"P{n}", "name": f"甲乙{n}"} for n in (1, 2, 3))
    before = house(members=[one, two], aliases=[{"text": "甲"}, {"text": "乙"}])
    after = house(members=[two | {"sex": "male"}, three], aliases=[{"text": "甲"}, {"text": "丙"}, {"text": "乙"}])
    found = {(each.field, each.old is None, each.new is None) for each in diff(*states(tmp_path, [before], [after]))}
    assert found == {
        ("members[P1]", False, True),
        ("members[P2].sex", True, False),
        ("members[P3]", True, False),
        ("aliases[1]", True, False),
    }


def test_a_record_in_another_file_without_another_grid_is_moved(tmp_path):
    a, _ = states(tmp_path, [house()], [house()])
    folder = tmp_path / "b" / "ledgers" / "households"
    (folder / f"{GRIDS[0]}.yaml").rename(folder / f"{GRIDS[1]}.yaml")
    changes = diff(a, Workspace.open(tmp_path / "b"))
    paths = [f"ledgers/households/{grid}.yaml" for grid in GRIDS]
    assert changes.changes == (Move("households", "H1", *paths),)
    a.apply(changes)
    assert content(a) == content(Workspace.open(tmp_path / "b"))


def test_a_visit_that_changes_its_month_goes_with_it(tmp_path):
    before = {"id": "W1", "grid_code": GRIDS[0], "visited_on": "2026-06-30", "needs": ["修路灯"]}
    a, b = states(tmp_path, [before], [before | {"visited_on": "2026-07-01"}], about=VISITS)
    changes = diff(a, b)
    assert [type(each) for each in changes] == [Set]
    a.apply(changes)
    assert content(a, VISITS) == content(b, VISITS)


def test_faulty_and_unknown_values_are_compared_as_they_are_written(tmp_path):
    before, after = house(occupancy="半空"), house(occupancy="全空", 不认识="一")
    a, b = states(tmp_path, [before], [after])
    changes = diff(a, b)
    assert changes.changes == (
        Set("households", "H1", "occupancy", "半空", "全空"),
        Set("households", "H1", "不认识", None, "一"),
    )
    a.apply(changes)
    assert content(a) == content(b)


def test_a_field_no_path_can_name_replaces_the_record(tmp_path):
    a, b = states(tmp_path, [house()], [house(**{"面积.平方": "3"})])
    changes = diff(a, b)
    assert [type(each) for each in changes] == [Remove, Add]
    a.apply(changes)
    assert content(a) == content(b)


def test_two_records_of_one_key_are_paired_with_their_equals(tmp_path):
    one, other = house(address="甲路1号"), house(address="乙路1号")
    a, b = states(tmp_path, [one, other], [other, house("H2")])
    assert [type(each) for each in diff(a, b)] == [Remove, Add]


def test_ledgers_and_grids_can_be_chosen(tmp_path):
    one, other = house("H1"), house("H2", GRIDS[1])
    a, b = states(tmp_path, [one, other], [one | {"note": "一"}, other | {"note": "二"}])
    assert diff(a, b, grids=[GRIDS[1]]).records() == {("households", "H2")}
    assert not diff(a, b, ledgers=["visits"])
    assert len(diff(a, b, ledgers=["households"])) == 2


def test_records_of_a_file_with_marks_of_a_merge_are_not_called_gone(tmp_path):
    old, new = states(tmp_path, [house("H1"), house("H2", GRIDS[1])], [house("H1"), house("H3", GRIDS[1])])
    torn = path_of(HOUSEHOLDS, house("H1"))
    with (tmp_path / "b" / torn).open("a", encoding="utf-8") as file:
        file.write("<<<<<<< HEAD\n=======\n>>>>>>> other\n")
    new = Workspace.open(tmp_path / "b")
    assert unread(new, new.shards()) == [torn]
    assert [(type(each), each.record) for each in diff(old, new)] == [(Remove, "H2"), (Add, "H3")]
    assert [each.record for each in diff(new, old)] == ["H2", "H3"]


def test_only_shards_that_differ_are_read(tmp_path, monkeypatch):
    before = [house("H1"), house("H2", GRIDS[1])]
    a, b = states(tmp_path, before, [house("H1", note="一"), house("H2", GRIDS[1])])
    read: list[str] = []
    whole = Workspace.loaded
    monkeypatch.setattr(Workspace, "loaded", lambda ws, shard: read.append(shard.scope) or whole(ws, shard))
    assert len(diff(a, b)) == 1
    assert read == [GRIDS[0], GRIDS[0]]


def test_revisions_are_compared_with_each_other_and_with_the_files(tmp_path):
    root = tmp_path / "社区 一"
    write(root, [house("H1")])
    git = Git(root)
    git.init()
    git._run("config", "user.name", "tester")
    git._run("config", "user.email", "tester@example.invalid")
    git.commit(None, "one")
    write(root, [house("H1", note="一")])
    git.commit(None, "two")
    write(root, [house("H1", note="二")])
    first, second, files = (Workspace.open(root, rev=rev) for rev in ("HEAD~1", "HEAD", None))
    assert diff(first, second).changes == (Set("households", "H1", "note", None, "一"),)
    assert diff(second, files).changes == (Set("households", "H1", "note", "一", "二"),)
    assert diff(files, second).changes == diff(second, files).inverted().changes


texts = st.sampled_from(["甲", "乙", "丙丁", "0101", "1e5", "是"])
people = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["P1", "P2", "P3", "7"])},
        optional={"name": texts, "sex": st.sampled_from(["male", "female", "错"]), "away": st.booleans()},
    ),
    unique_by=lambda each: each["id"],
    max_size=4,
)
aliases = st.lists(
    st.fixed_dictionaries({"text": texts}, optional={"kind": st.just("deed"), "source": texts}), max_size=3
)
records = st.fixed_dictionaries(
    {"grid_code": st.sampled_from(GRIDS), "house_code": texts},
    optional={
        "occupancy": st.sampled_from(["vacant", "rented", "没有"]),
        "owner_phones": st.lists(st.sampled_from(["19900000001", "19900000002", "坏"]), unique=True, max_size=2),
        "hazards": st.lists(st.just("其他"), max_size=1),
        "fire_exit": st.booleans(),
        "note": texts,
        "members": people,
        "aliases": aliases,
        "不认识": texts,
        "ending": st.sampled_from(["moved_away", "other"]),
    },
)
whole = st.dictionaries(st.sampled_from(["H1", "H2", "H3", "H4"]), records, max_size=4)


def listed(state: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for key, fields in state.items():
        data = {"id": key, **fields}
        ending = data.pop("ending", None)
        found.append(data | ({"status": "ended", "end_reason": ending, "end_date": "2026-07-01"} if ending else {}))
    return found


@pytest.mark.slow
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=whole, after=whole, book=st.booleans())
def test_the_difference_applied_to_one_state_gives_the_other(before, after, book):
    with tempfile.TemporaryDirectory() as folder:
        a, b = states(Path(folder), listed(before), listed(after), book=book)
        changes = diff(a, b)
        if changes:
            a.apply(changes)
        assert content(a) == content(b)
        assert not diff(Workspace.open(Path(folder) / "a"), b)
        if changes:
            a.apply(changes.inverted())
        write(Path(folder) / "b", listed(before))
        assert not diff(a, Workspace.open(Path(folder) / "b"))
