"""What is left out before it is read is only where nothing is wrong."""

from __future__ import annotations

import pytest
from invented_people import HELD_OUT_SLIPS, SLIPS, TODAY, invent

from gridctl.addresses.people.derive import find_people
from gridctl.store.workspace import Workspace
from gridctl.text.citizen_id import complete


@pytest.mark.parametrize(("seed", "rate", "slips"), [(11, 0.0, SLIPS), (12, 0.3, SLIPS), (13, 0.5, HELD_OUT_SLIPS)])
def test_what_is_wrong_is_found_without_reading_everybody(tmp_path, seed, rate, slips):
    invent(seed, 120, rate, slips).write(tmp_path)
    ws = Workspace.open(tmp_path, today=TODAY)
    everybody, troubled = find_people(ws), find_people(ws, troubled=True)
    assert troubled.groups == everybody.groups
    assert troubled.mentions.items() <= everybody.mentions.items()
    assert set(troubled.every) <= set(everybody.every)


def test_who_lives_in_their_own_house_is_not_read(tmp_path):
    root = tmp_path / "ledgers"
    (root / "households").mkdir(parents=True)
    (root / "gridctl.yaml").write_text("社区: 清荷社区\n", encoding="utf-8")
    number = complete("51339919400102001")
    (root / "households" / "513399001002001.yaml").write_text(
        f'- 编号: "H1"\n  房主姓名: "安小禾"\n  房主证件号码: "{number}"\n  居住状态: "自住"\n  成员:\n'
        f'    - 人员编号: "P1"\n      姓名: "安小禾"\n      证件号码: "{number}"\n',
        encoding="utf-8",
    )
    ws = Workspace.open(tmp_path, today=TODAY)
    assert [len(group.mentions) for group in find_people(ws).every] == [2]
    assert find_people(ws, troubled=True).mentions == {}
