"""Precision and recall on invented communities; the worst is what counts. The tables are printed in every run."""

from __future__ import annotations

import sys

import pytest
from address_scoring import Plan, score, table
from invented_typing import OPERATORS, STYLES, misread_name, slip_in_name
from unseen_typing import (
    FINAL_OPERATORS,
    FINAL_STYLES,
    UNSEEN_OPERATORS,
    UNSEEN_STYLES,
    any_slip,
    doubled_or_turned,
)

# Houses, share typed again, whether the list has a column of communities.
_COMMUNITIES = [
    (40, 0.3, True), (60, 0.3, False), (60, 0.1, True), (100, 0.05, True), (150, 0.2, False), (200, 0.0, True),
    (300, 0.05, False), (300, 0.3, True), (400, 0.1, True), (400, 0.1, False), (500, 0.02, True), (500, 0.15, True),
    (600, 0.0, False), (600, 0.3, False), (700, 0.1, True), (800, 0.1, True), (800, 0.3, False), (900, 0.05, True),
    (1000, 0.2, True), (1200, 0.02, True), (1200, 0.1, False),
]  # fmt: skip


def plans(first, *, unseen):
    return [Plan(first + n, *each, unseen=unseen) for n, each in enumerate(_COMMUNITIES)]


# What the issue asks of each: least mean recall, least precision overall and in the worst community, least mean F1.
KNOWN = pytest.param(
    "known ways", plans(100, unseen=False), STYLES, OPERATORS, misread_name, 0.985, 0.999, 0.99, id="known"
)
NAMES = pytest.param(
    "names unseen", plans(200, unseen=True), STYLES, OPERATORS, slip_in_name, 0.985, 0.999, 0.99, id="names"
)
WAYS = pytest.param(
    "names and ways of typing unseen", plans(300, unseen=True), UNSEEN_STYLES, OPERATORS + UNSEEN_OPERATORS, any_slip,
    0.82, 0.99, 0.9, id="ways",
)  # fmt: skip
FINAL = pytest.param(
    "names and ways of typing never looked at", plans(400, unseen=True), FINAL_STYLES, FINAL_OPERATORS,
    doubled_or_turned, 0.82, 0.99, 0.9, id="final",
)  # fmt: skip


@pytest.mark.parametrize(
    ("title", "communities", "styles", "operators", "slip", "recall", "precision", "worst"), [KNOWN, NAMES, WAYS, FINAL]
)
def test_score(title, communities, styles, operators, slip, recall, precision, worst, capsys):
    scores = [score(plan, styles, operators, slip) for plan in communities]
    with capsys.disabled():
        sys.stdout.write(f"\n{table(title, scores)}\n")
    right, wrong = sum(each.right for each in scores), sum(each.wrong for each in scores)
    assert right / (right + wrong) >= precision
    assert min(each.precision for each in scores) >= worst
    assert sum(each.recall for each in scores) / len(scores) >= recall
    assert sum(each.f1 for each in scores) / len(scores) >= 0.9
    assert sum(each.neighbours for each in scores) == 0
    assert sum(each.suspected for each in scores) <= 3 * sum(each.left for each in scores)
    loose = sum(each.undecidable for each in scores)
    assert loose > 50
    assert sum(each.settled for each in scores) >= 0.95 * loose
