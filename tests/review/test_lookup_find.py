"""Finding records by what one remembers of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lookup_community import CODE, GRID

from gridctl.review.lookup import describe, find
from gridctl.review.lookup_history import history
from gridctl.review.lookup_place import Lines
from gridctl.review.lookup_record import named_record, referring
from gridctl.review.lookup_words import address_pattern
from gridctl.store.git import Git
from gridctl.text.normalize import nfkc


def best(ws, text: str, **how) -> str:
    hits = find(ws, text, **how)
    return (hits[0].part or hits[0].record) if hits else ""


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("单晓明", "P000000000001"),
        ("晓明 11栋", "P000000000003"),
        ("sxm", "P000000000001"),
        ("shanxiaoming", "P000000000001"),
        ("Shan Xiaoming", "P000000000001"),
        ("zhangxm", ""),
        ("zhangxiao", "P000000000003"),
        ("0000 5678", "P000000000001"),
        ("199-0000-1234", "P000000000001"),
        ("513399195003010014", "P000000000001"),
        ("010014", "P000000000001"),
        ("0014", "P000000000001"),
        ("h000000000003", "H000000000003"),
        (CODE.format(2), "H000000000002"),
        ("QH001", "QH001"),
        ("fhl", "QH001"),
        ("第二网格", "513399001002002"),
        ("201室 采莲街", "H000000000003"),
        ("荷塘路 三单元", "H000000000002"),
        ("荷塘路 1栋 101", "H000000000001"),
        ("没有这个人", ""),
        ("   ", ""),
    ],
)
def test_the_best_hit(known, text, record):
    assert best(known, text) == record


def test_a_number_of_an_address_is_not_part_of_another(known):
    assert {each.record for each in find(known, "荷塘路 1栋", ledgers=["households"])} == {"H000000000001"}


def test_who_left_and_what_ended_comes_last_and_is_marked(known):
    (hit,) = find(known, "吕乐")
    assert not hit.current
    hits = find(known, "采莲街12号", ledgers=["households"])
    assert [(each.record, each.current) for each in hits] == [("H000000000003", True), ("H000000000004", False)]


@pytest.mark.parametrize("letters", ["lvyue", "luyue", "lvle", "ly", "ll"])
def test_a_name_is_found_under_each_of_its_readings(known, letters):
    assert best(known, letters) == "P000000000002"


def test_only_the_ledgers_asked_for(known):
    assert {each.ledger for each in find(known, "单晓明")} == {"households", "special_groups", "visits"}
    assert {each.ledger for each in find(known, "单晓明", ledgers=["visits"])} == {"visits"}


def test_a_hit_has_its_grid_its_names_and_its_line(known):
    (hit, *_) = hits = find(known, "19900005678")
    describe(known, hits)
    assert hit.grid == GRID
    assert [value for _, value in hit.titles] == ["单晓明", "荷塘路1号1栋1单元0101室"]
    line = Lines(known).of(hit.ledger, hit.record, hit.path, hit.part)
    text = (known.root / hit.path).read_text(encoding="utf-8").splitlines()
    assert text[line - 1].strip() == '- 人员编号: "P000000000001"'
    assert Lines(known).of("households", hit.record, hit.path) == known.place("households", hit.record).line


def test_pinyin_follows_the_ledgers(own):
    assert best(own, "dxz") == ""
    path = own.root / "ledgers" / "households" / f"{GRID}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("张晓明", "丁小舟"), encoding="utf-8", newline="\n")
    own.refresh()
    assert best(own, "dxz") == "P000000000003"
    assert best(own, "zhangxiaoming") == ""


@given(st.text(max_size=30) | st.text("0123一二三十零栋-( ", max_size=8))
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_is_found_in_itself(text):
    text = nfkc(text)
    assert re.search(address_pattern(text), text)


@pytest.mark.parametrize("text", ["'", "%", "a' OR '1'='1", "$1", "?", "*.(", "１栋", "\\", '"'])
def test_signs_are_looked_for_and_never_run(known, text):
    find(known, text)
    assert known.index().sql("SELECT count(*) FROM households") == [(4,)]


def test_the_record_that_is_named(known):
    def keys(text):
        return [each.part or each.record for each in named_record(known, text)]

    assert keys(CODE.format(1)) == ["H000000000001"]
    assert keys("P000000000002") == ["P000000000002"]
    assert keys("H000000000004") == ["H000000000004"]
    assert keys("单晓明") == ["P000000000001"]
    assert sorted(keys("晓明"))[:2] == ["P000000000001", "P000000000003"]
    assert keys("谁也不是") == []


def test_what_refers_to_a_record(known):
    def told(text):
        (hit,) = named_record(known, text)
        return {
            each.table.name: (each.count, [other.record for other in each.some]) for each in referring(known, hit, 2)
        }

    assert told("H000000000001") == {
        "special_groups": (1, ["S000000000001"]),
        "visits": (3, ["W000000000003", "W000000000002"]),
    }
    assert told("P000000000001") == {"special_groups": (1, ["S000000000001"])}
    assert told("QH001")["visits"][0] == 3
    assert told("H000000000003") == {}


def test_the_commits_of_a_record_are_those_that_changed_its_lines(own):
    git = Git(own.root)
    path = f"ledgers/households/{GRID}.yaml"
    assert history(own, "H000000000001", path) == []
    git.init()
    for name, value in (("user.name", "tester"), ("user.email", "tester@example.invalid")):
        git._run("config", name, value)
    git.commit(None, "开始")
    file = own.root / path
    for old, new in (("80", "81"), ("95.5", "96"), ("81", "82")):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(f'建筑面积: "{old}"', f'建筑面积: "{new}"'), encoding="utf-8", newline="\n")
        git.commit(None, f"改为{new}")
    file.write_text("# 未提交\n" + file.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    assert [each.subject for each in history(own, "H000000000001", path)] == ["改为82", "改为81", "开始"]
    assert [each.subject for each in history(own, "H000000000002", path)] == ["改为96", "开始"]
    assert history(own, "H999999999999", path) == []
    assert [each.subject for each in git.commits(path, most=2)] == ["改为82", "改为96"]


def test_a_merge_of_others_changes_is_no_change_of_a_record(own):
    git, path = Git(own.root), f"ledgers/households/{GRID}.yaml"
    file = own.root / path
    git.init()
    for name, value in (("user.name", "tester"), ("user.email", "tester@example.invalid")):
        git._run("config", name, value)
    git.commit(None, "开始")
    git._run("checkout", "-q", "-b", "beside")
    _replace(file, "95.5", "96")
    git.commit(None, "旁边")
    git._run("checkout", "-q", "main")
    _replace(file, '"80"', '"81"')
    git.commit(None, "这边")
    git._run("merge", "-q", "--no-edit", "beside")
    assert [each.subject for each in history(own, "H000000000001", path)] == ["这边", "开始"]
    assert [each.subject for each in history(own, "H000000000002", path)] == ["旁边", "开始"]


def _replace(file, old, new):
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8", newline="\n")
