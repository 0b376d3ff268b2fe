"""Change sets become bytes: only what changes is touched, and its inverse brings every byte back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_community import GRID, HOUSEHOLDS, OTHER, TWO_HOUSES, write

from gridctl.store.changeset import Add, ChangeSet, End, Merge, Move, Set
from gridctl.store.faults import Refused, UsageFault
from gridctl.store.formatting import convert
from gridctl.store.workspace import Workspace
from gridctl.text.normalize import squash

FIRST, SECOND = "H000000000001", "H000000000002"
OTHER_PATH = f"ledgers/households/{OTHER}.yaml"
NEW = Add(
    "households",
    "H000000000003",
    {"id": "H000000000003", "grid_code": GRID, "house_code": "5133990010020010000010103", "occupancy": "rented",
     "area_m2": 89.5, "fire_exit": True, "collected_on": "2026-07-01", "phones_x": "?", "household_phones": ["0755-1"]},
)  # fmt: skip


def setting(field, old, new, record=FIRST):
    return ChangeSet((Set("households", record, field, old, new),))


def contents(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "ledgers").rglob("*") if path.is_file()
    }


def lines_changed(root, before):
    old, new = before.decode().split("\n"), (root / HOUSEHOLDS).read_text(encoding="utf-8").split("\n")
    return [line for line in new if line not in old], [line for line in old if line not in new]


def test_one_field_changes_one_line(community):
    workspace = Workspace.open(community)
    applied = workspace.apply(setting("occupancy", "owner_occupied", "rented"))
    assert (applied.paths, applied.counts) == ((HOUSEHOLDS,), {"set": 1})
    assert lines_changed(community, TWO_HOUSES.encode()) == (['  居住状态: "出租"'], ['  居住状态: "自住"'])
    assert workspace.get("households", FIRST).record.occupancy == "rented"


def test_planning_writes_nothing(community):
    before = contents(community)
    planned = Workspace.open(community).plan(setting("occupancy", "owner_occupied", "rented"))
    assert "出租" in planned[HOUSEHOLDS].decode()
    assert contents(community) == before


@pytest.mark.parametrize(
    "change",
    [
        setting("occupancy", "owner_occupied", "rented"),
        setting("occupancy", "自住", None),
        setting("area_m2", None, 89.5),
        setting("hazards", None, ["fire_exit"]),
        setting("members[P000000000002].name", "虚构乙", "虚构丁"),
        setting("members[1].sex", "female", "male"),
        setting("members[P000000000009]", None, {"id": "P000000000009", "name": "虚构丙", "relation": "child"}),
        setting("members[P000000000009@0]", None, {"id": "P000000000009", "name": "虚构丙"}),
        setting("aliases[0]", None, {"text": "荷塘路旧1号"}),
        setting("grid_code", GRID, OTHER),
        setting("grid_code", GRID, None),
        setting("id", SECOND, "H000000000000", SECOND),
        ChangeSet((NEW,)),
        ChangeSet((End("households", FIRST, "demolished", "2026-07-01"),)),
        ChangeSet((End("households", FIRST, "demolished", "2026-07-01", "整栋拆除"),)),
        ChangeSet((Merge("households", SECOND, FIRST, "2026-07-01"),)),
        ChangeSet((Move("households", SECOND, HOUSEHOLDS, OTHER_PATH),)),
        ChangeSet((NEW, Set("households", NEW.record, "occupancy", "rented", "vacant"))),
    ],
    ids=lambda change: str(next(iter(change)))[:60],
)
def test_the_inverse_brings_back_every_byte(community, change):
    before = contents(community)
    workspace = Workspace.open(community)
    workspace.apply(change)
    assert contents(community) != before
    workspace.apply(change.inverted())
    assert contents(community) == before


def test_a_part_taken_from_the_middle_comes_back_where_it_was(community):
    part = Workspace.open(community).get("households", FIRST).typed["members"][0]
    change = setting("members[P000000000001@0]", part, None)
    before = contents(community)
    workspace = Workspace.open(community)
    workspace.apply(change)
    assert len(workspace.get("households", FIRST).record.members) == 1
    workspace.apply(change.inverted())
    assert contents(community) == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_changes_and_their_inverse_leave_no_trace(tmp_path_factory, data):
    root = tmp_path_factory.mktemp("random")
    write(root, "ledgers/gridctl.yaml", "")
    write(root, HOUSEHOLDS, TWO_HOUSES)
    before = contents(root)
    workspace = Workspace.open(root)
    made = []
    texts = st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Co")), min_size=1, max_size=8
    ).filter(lambda text: squash(text) == text)  # commands set values as the schema reads them
    for _ in range(data.draw(st.integers(1, 4))):
        entries = {entry.key: entry for entry in workspace.entries("households")}
        key = data.draw(st.sampled_from(sorted(entries)))
        field = data.draw(st.sampled_from(["layout", "note", "grid_code", "members[0].name", "status"]))
        old = entries[key].typed.get(field)
        if field == "status":
            if old == "ended":
                continue
            change = ChangeSet((End("households", key, "demolished", "2026-07-01", data.draw(texts)),))
        elif field == "members[0].name":
            if not entries[key].typed.get("members"):
                continue
            change = setting(field, entries[key].typed["members"][0].get("name"), data.draw(texts), key)
        else:
            change = setting(
                field, old, data.draw(st.sampled_from([GRID, OTHER, "x:y"]) if field == "grid_code" else texts), key
            )
        workspace.apply(change)
        made.append(change)
    for change in reversed(made):
        workspace.apply(change.inverted())
    assert contents(root) == before


def test_a_record_goes_to_its_new_grid_with_its_comments(community):
    workspace = Workspace.open(community)
    applied = workspace.apply(setting("grid_code", GRID, OTHER, SECOND))
    assert applied.paths == (HOUSEHOLDS, OTHER_PATH)
    text = (community / OTHER_PATH).read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../schemas/households.schema.json\n- 编号:")
    assert '0102室"  # 门牌已换\n' in text
    assert workspace.get("households", SECOND).path == OTHER_PATH


def test_a_visit_s_header_leads_up_three_folders(community):
    visit = {"id": "W000000000001", "visited_on": "2026-07-01", "grid_code": GRID}
    workspace = Workspace.open(community)
    workspace.apply(ChangeSet((Add("visits", "W000000000001", visit),)))
    text = (community / f"ledgers/visits/{GRID}/2026-07.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../../schemas/visits.schema.json\n")


def test_the_last_record_takes_the_file_along_unless_somebody_wrote_in_it(community):
    workspace = Workspace.open(community)
    workspace.apply(setting("grid_code", GRID, OTHER, SECOND))
    workspace.apply(setting("grid_code", OTHER, GRID, SECOND))
    assert not (community / OTHER_PATH).exists()
    write(community, OTHER_PATH, "# 二网格\n[]\n")
    workspace.refresh()
    workspace.apply(setting("grid_code", GRID, OTHER, SECOND))
    workspace.apply(setting("grid_code", OTHER, GRID, SECOND))
    assert (community / OTHER_PATH).read_text(encoding="utf-8") == "# 二网格\n[]\n"


def test_new_records_stand_in_order_of_ids(community):
    workspace = Workspace.open(community)
    early = Add("households", "H000000000001A", {"id": "H000000000001A", "grid_code": GRID})
    workspace.apply(ChangeSet((NEW, early)))
    assert [entry.key for entry in workspace.entries("households")] == [FIRST, "H000000000001A", SECOND, NEW.record]


def test_an_english_community_gets_english_keys(community):
    write(community, "ledgers/gridctl.yaml", "language: en\n")
    Workspace.open(community).apply(ChangeSet((NEW,)))
    text = (community / HOUSEHOLDS).read_text(encoding="utf-8")
    assert '  occupancy: "rented"\n' in text
    assert '  居住状态: "自住"\n' in text


@pytest.mark.parametrize(
    "change",
    [
        setting("occupancy", "rented", "vacant"),
        setting("occupancy", None, "vacant"),
        setting("members[P9].name", None, "虚构"),
        setting("members[P000000000001]", None, {"id": "P000000000001"}),
        setting("members[7]", {"name": "x"}, None),
        setting("address[0]", None, "x"),
        setting("address.x", None, "x"),
        setting("[0]", None, "x"),
        setting("id", FIRST, SECOND),
        setting("note", None, "x", "H9"),
        ChangeSet((Add("households", FIRST, {"id": FIRST}),)),
        ChangeSet((NEW, NEW)),
        ChangeSet((Merge("households", FIRST, "H9", "2026-07-01"),)),
        ChangeSet((Move("households", FIRST, OTHER_PATH, HOUSEHOLDS),)),
        ChangeSet((NEW,)).inverted(),
        ChangeSet((End("households", FIRST, "other", "2026-07-01"),) * 2),
    ],
    ids=lambda change: str(next(iter(change)))[:60],
)
def test_a_change_that_does_not_fit_is_refused_and_nothing_is_written(community, change):
    before = contents(community)
    with pytest.raises(Refused):
        Workspace.open(community).apply(change)
    assert contents(community) == before


def test_removing_takes_exactly_what_was_added(community):
    workspace = Workspace.open(community)
    workspace.apply(ChangeSet((NEW,)))
    workspace.apply(setting("occupancy", "rented", "vacant", NEW.record))
    with pytest.raises(Refused):
        workspace.apply(ChangeSet((NEW,)).inverted())


def test_moving_to_a_file_that_is_none(community):
    with pytest.raises(UsageFault):
        Workspace.open(community).plan(ChangeSet((Move("households", FIRST, HOUSEHOLDS, "ledgers/x.txt"),)))


def test_a_file_changed_underneath_is_refused(community):
    workspace = Workspace.open(community)
    list(workspace.entries("households"))
    write(community, HOUSEHOLDS, TWO_HOUSES.replace("闲置", "出租"))
    with pytest.raises(Refused):
        workspace.apply(setting("occupancy", "owner_occupied", "rented"))


def test_a_file_that_cannot_be_read_whole_is_not_rewritten(community):
    write(community, HOUSEHOLDS, TWO_HOUSES + "- 编号: [\n")
    with pytest.raises(Refused):
        Workspace.open(community).apply(setting("occupancy", "owner_occupied", "rented"))


def test_a_faulty_value_can_be_corrected_by_what_is_written(community):
    write(community, HOUSEHOLDS, TWO_HOUSES.replace("闲置", "也许"))
    workspace = Workspace.open(community)
    workspace.apply(setting("occupancy", "也许", "vacant", SECOND))
    assert (community / HOUSEHOLDS).read_text(encoding="utf-8") == TWO_HOUSES


def test_what_reads_as_blank_is_blank_and_no_is_not(community):
    write(community, HOUSEHOLDS, TWO_HOUSES.replace("闲置", '闲置"\n  户号: "\'"\n  有无消防通道: "否'))
    workspace = Workspace.open(community)
    workspace.apply(setting("household_no", None, "0007", SECOND))
    assert workspace.get("households", SECOND).record.household_no == "0007"
    with pytest.raises(Refused):
        workspace.apply(setting("fire_exit", None, True, SECOND))


def test_an_unknown_field_can_be_renamed(community):
    write(community, HOUSEHOLDS, TWO_HOUSES.replace("标准地址", "标谁地址", 1))
    workspace = Workspace.open(community)
    address = workspace.get("households", FIRST).data["标谁地址"]
    change = (Set("households", FIRST, "标谁地址", address, None), Set("households", FIRST, "address", None, address))
    workspace.apply(ChangeSet(change))
    assert (community / HOUSEHOLDS).read_text(encoding="utf-8") == TWO_HOUSES


def test_a_single_part_grows_and_goes(community):
    matter = {"code": "M1", "name": "巡查", "admission": {"approved_by": "街道", "valid_from": "2026-01-01"}}
    workspace = Workspace.open(community)
    workspace.apply(ChangeSet((Add("matters", "M1", matter),)))
    before = contents(community)
    change = ChangeSet(
        (
            Set("matters", "M1", "admission.doc_no", None, "〔2026〕1号"),
            Set("matters", "M1", "roles.worker", None, ["report"]),
            Set("matters", "M1", "admission.valid_from", "2026-01-01", None),
        )
    )
    workspace.apply(change)
    assert workspace.get("matters", "M1").data["admission"] == {"approved_by": "街道", "doc_no": "〔2026〕1号"}
    workspace.apply(change.inverted())
    assert contents(community) == before


def test_workbook_shards_change_as_yaml_ones_do(community):
    workspace = Workspace.open(community)
    convert(workspace, ["households"], "xlsx")
    before = contents(community)
    change = setting("members[P000000000002].name", "虚构乙", "虚构丁")
    applied = workspace.apply(change)
    assert applied.paths == (HOUSEHOLDS.replace(".yaml", ".xlsx"),)
    assert workspace.get("households", FIRST).record.members[1].name == "虚构丁"
    workspace.apply(change.inverted())
    assert contents(community) == before


def test_a_past_revision_is_not_changed(community):
    workspace = Workspace.open(community)
    workspace.rev = "HEAD"
    with pytest.raises(UsageFault):
        workspace.plan(ChangeSet((NEW,)))
