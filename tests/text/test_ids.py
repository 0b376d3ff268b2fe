from hypothesis import given
from hypothesis import strategies as st

from gridctl.text.ids import is_id, new_id, random_id


@given(st.lists(st.text(), max_size=3))
def test_the_same_seed_gives_the_same_id(seed: list[str]):
    made = new_id("P-", *seed)
    assert made == new_id("P-", *seed)
    assert is_id(made, "P-")


def test_ids_never_change_between_versions():
    # They stand in people's ledgers: another value here would orphan every reference.
    assert new_id("H", "513399001002001", "李小花") == "H5FBBB7XZ8FRZ"


def test_parts_of_a_seed_are_kept_apart():
    assert len({new_id("P", "ab", "c"), new_id("P", "a", "bc"), new_id("P", "abc")}) == 3


def test_random_ids_have_the_form_and_others_do_not():
    assert is_id(random_id("P"), "P")
    assert random_id("P") != random_id("P")
    for other in ("P", "P0123456789A", "P0123456789AU", "X0123456789AB", "p0123456789AB", "P0123456789abc"):
        assert not is_id(other, "P")
