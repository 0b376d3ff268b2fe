"""Grades, quotas and ties."""

import pytest

from gridctl.assess.grading import Candidate, grades, quota_of
from gridctl.assess.scheme import Band, Scheme

BANDS = (
    Band(key="excellent", zh="优秀", en="excellent", least=90, quota="20%"),
    Band(key="good", zh="良好", en="good", least=80, quota="30%"),
    Band(key="pass", zh="合格", en="pass", least=60),
    Band(key="fail", zh="不合格", en="fail", least=0),
)
SCHEME = Scheme(name_zh="a", name_en="a", indicators={}, bands=BANDS)


def graded(*candidates: Candidate, quotas: bool = True) -> dict[str, str]:
    return {code: grade.band.key[0] for code, grade in grades(SCHEME, candidates, quotas=quotas).items()}


def ten(*scores: float) -> list[Candidate]:
    listed = [Candidate(f"S{number}", score) for number, score in enumerate(scores)]
    return listed + [Candidate(f"Z{number}", 70) for number in range(10 - len(scores))]


def test_the_quota_takes_the_best_and_the_others_the_next_grade() -> None:
    """Two of ten may be excellent; the third moves into the quota of three for good, whose last moves on in turn."""
    found = graded(*ten(99, 98, 97, 85, 84, 83))
    assert [found[f"S{number}"] for number in range(6)] == ["e", "e", "g", "g", "g", "p"]


def test_a_tie_across_the_edge_is_never_split() -> None:
    found = grades(SCHEME, ten(99, 95, 95, 92), quotas=True)
    assert [found[f"S{number}"].band.key for number in range(4)] == ["excellent", "good", "good", "good"]
    assert "并列跨过优秀名额边缘" in found["S1"].reason.zh
    assert "名额已满" in found["S3"].reason.zh


def test_a_tie_is_told_apart_by_the_tie_break_first() -> None:
    tied = [Candidate("S0", 99), Candidate("S1", 95, (0.9, 0.2)), Candidate("S2", 95, (0.9, 0.4))]
    found = graded(*tied, *[Candidate(f"Z{number}", 70) for number in range(7)])
    assert (found["S1"], found["S2"]) == ("g", "e")


def test_a_tie_that_fits_is_kept_together() -> None:
    found = graded(*ten(95, 95, 80))
    assert (found["S0"], found["S1"]) == ("e", "e")


def test_a_veto_means_the_last_grade_and_frees_the_place() -> None:
    vetoed = Candidate("V", 99.5, vetoed=True)
    found = graded(vetoed, *ten(99, 98)[:9])
    assert (found["V"], found["S0"], found["S1"]) == ("f", "e", "e")


def test_without_quotas_the_limits_alone_hold() -> None:
    assert set(graded(*ten(*[95] * 10), quotas=False).values()) == {"e"}


@pytest.mark.parametrize(("heads", "allowed"), [(4, 0), (5, 1), (9, 1), (10, 2), (0, 0)])
def test_quotas_are_rounded_down(heads: int, allowed: int) -> None:
    assert quota_of(BANDS[0], heads) == allowed
    assert quota_of(BANDS[0].model_copy(update={"quota_least": 1}), heads) == max(allowed, 1)
    assert quota_of(BANDS[2], heads) is None
