"""Fresh debt only: a check of changes tells of the doubles that they make or touch, and of no old ones."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from codes_community import GRID, HOUSES, community, households, reopened

from gridctl.cli.deriving import derive_for_check
from gridctl.rules.check import check

# An old double, and a house that something may be made a double of.
OLD = HOUSES.replace("303室", "302室") + (
    f'- 编号: "H5"\n  房屋编码: "5133990010020100001020501"\n  网格编码: "{GRID}"\n'
    '  标准地址: "老厂宿舍2栋2单元501室"\n'
    f'- 编号: "H6"\n  房屋编码: "5133990010020100001020502"\n  网格编码: "{GRID}"\n'
    '  标准地址: "清荷苑2栋2单元501室"\n'
)
WHO = ["-c", "user.name=tester", "-c", "user.email=tester@example.invalid"]
ALIAS = '- 编号: "A1"\n  别名: "老厂宿舍"\n  标准名称: "清荷苑"\n'


@pytest.fixture(scope="module")
def committed(tmp_path_factory):
    """The community under Git and with its index, made once."""
    base = tmp_path_factory.mktemp("community")
    community(base, **households(OLD))
    for command in (["init", "-q"], ["add", "-A", "ledgers"], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *WHO, *command], cwd=base, check=True)
    check(reopened(base), select=["C20"], derive=derive_for_check)
    return base


@pytest.fixture
def root(committed, tmp_path):
    return shutil.copytree(committed, tmp_path / "community")


def doubles(root, **changed):
    community(root, **changed)
    since = check(reopened(root), changed_since="HEAD", select=["C20"], derive=derive_for_check)
    assert {("C202", "H2"), ("C202", "H3")} & {
        (each.code, each.record) for each in check(reopened(root), select=["C202"], derive=derive_for_check)
    }
    return {(each.code, each.record) for each in since if each.code in ("C202", "C203")}


def test_old_doubles_are_not_told(root):
    assert doubles(root, **households(OLD)) == set()
    assert doubles(root, **households(OLD.replace("自住", "出租"))) == set()
    assert doubles(root, **households(OLD.replace("清荷苑2栋2单元501室", "清荷苑2栋2单元502室"))) == set()


def test_a_new_double_is_told_at_both_houses(root):
    added = OLD + (
        f'- 编号: "H7"\n  房屋编码: "5133990010020100001010305"\n  网格编码: "{GRID}"\n'
        '  标准地址: "清荷路12号1幢1-301"\n'
    )
    assert doubles(root, **households(added)) == {("C202", "H1"), ("C202", "H7")}


def test_an_old_double_that_is_touched_is_told(root):
    touched = OLD.replace('标准地址: "清荷路12号1栋1单元302室"', '标准地址: "清荷路12号1幢1单元302室"', 1)
    assert doubles(root, **households(touched)) == {("C202", "H2"), ("C202", "H3")}


def test_a_double_that_another_name_makes_is_told_though_neither_house_changed(root):
    assert doubles(root, **households(OLD), **{"ledgers__registers__addresses.yaml": ALIAS}) == {
        ("C202", "H5"),
        ("C202", "H6"),
    }


def test_a_double_that_a_decision_taken_back_makes_is_told(root):
    decision = (
        '- 编号: "D1"\n  判断: "{}"\n  所判房屋:\n    - 住户编号: "H2"\n    - 住户编号: "H3"\n'
        '  判断人: "安小禾"\n  判断日期: "2026-06-30"\n'
    )
    path = {"ledgers__decisions__decisions.yaml": decision.format("不同")}
    community(root, **households(OLD), **path)
    assert not [
        each for each in check(reopened(root), select=["C202"], derive=derive_for_check) if each.record in ("H2", "H3")
    ]
    subprocess.run(["git", "add", "-A", "ledgers"], cwd=root, check=True)
    subprocess.run(["git", *WHO, "commit", "-q", "-m", "second"], cwd=root, check=True)
    back = {"ledgers__decisions__decisions.yaml": decision.format("待查")}
    assert doubles(root, **households(OLD), **back) == {("C202", "H2"), ("C202", "H3")}
