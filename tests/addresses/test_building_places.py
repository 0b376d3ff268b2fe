"""Which grid a building lies in."""

from __future__ import annotations

import pytest

from gridctl.addresses.places.buildings import BuildingPlaces
from gridctl.addresses.places.entry import HouseRow
from gridctl.addresses.places.gazetteer import Gazetteer

HOUSES = [
    ("清荷路12号柳岸花园3栋2单元501室", "G1", "B3"),
    ("柳岸花园3幢1单元101", "G1", ""),
    ("柳岸花园4栋1单元101室", "G1", "B4"),
    ("柳岸花园4栋1单元102室", "G2", "B4"),
    ("荷塘路8号", "G2", ""),
    ("清荷村2组3号", "G2", ""),
    ("清荷村2组5号", "G2", ""),
    ("清荷村3组5号", "G2", ""),
]
REGISTER = [
    {"compound": "柳岸花园", "name": "5栋", "grid_code": "G2", "building_code": "B5"},
    {"name": "供销社宿舍楼", "address": "荷塘路20号", "grid_code": "G3", "building_code": "B9"},
]


@pytest.fixture(scope="module")
def places() -> BuildingPlaces:
    rows = [HouseRow(str(at), "", address) for at, (address, *_) in enumerate(HOUSES)]
    gazetteer, keys = Gazetteer.learn(rows, [])
    return BuildingPlaces(gazetteer, [(keys[str(at)], *each[1:]) for at, each in enumerate(HOUSES)], REGISTER)


@pytest.mark.parametrize(
    ("address", "grid", "building"),
    [
        ("柳岸花园3-2-502", "G1", "B3"),
        ("清荷路12号柳岸花园3号楼1单元202室", "G1", "B3"),
        ("柳岸花园4栋2单元301室", "", "B4"),
        ("柳岸花园5栋1单元101室", "G2", "B5"),
        ("荷塘路8号附1号", "G2", ""),
        ("荷塘路20号301室", "G3", "B9"),
        ("柳岸花园6栋101室", "", ""),
        ("荷塘路9号", "", ""),
        ("清荷村2组9号", "G2", ""),
        ("清荷村3组9号", "", ""),
        ("清荷村4组9号", "", ""),
        ("3栋101室", "", ""),
        ("不知道", "", ""),
    ],
)
def test_an_address_lies_where_its_building_is(places: BuildingPlaces, address: str, grid: str, building: str) -> None:
    assert places.of(address) == (grid, building)
