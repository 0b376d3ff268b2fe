import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.text.citizen_id import complete
from gridctl.text.masking import mask_address, mask_free, mask_id, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("李小花", "李*花"),
        ("李花", "李*"),
        ("李 花", "李*"),
        ("欧阳小花", "欧**花"),
        ("李", "*"),
        ("", ""),
        ("李小花、王大明", "李*花、王*明"),
    ],
)
def test_names(name: str, masked: str):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("19900001234", "199****1234"),
        ("+86 199 0000 1234", "+86199****1234"),
        ("0817-2223333", "0817-*****33"),
        ("2223333", "*****33"),
        ("12345", "***45"),
        ("110", "***"),
        ("19900001234/19900005678", "199****1234/199****5678"),
        ("19900001234、2224444", "199****1234、*****44"),
        ("家 0817-2223333 手机 19900001234", "家 ****-******* 手机 199****1234"),
        ("19900001234 2224444", "199****1234 *******"),
    ],
)
def test_phones(phone: str, masked: str):
    assert mask_phone(phone) == masked


def test_document_numbers():
    assert mask_id("513399199001010019") == "513*************19"
    assert mask_id("E12345") == "E****5"
    assert mask_id("E12") == "***"


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("小伊东街284号1幢3单元3层1号", "小伊东街284号1幢*单元*层*号"),
        ("清荷苑12号楼二单元501", "清荷苑12号楼*单元***"),
        ("土桥路192号3单元602室", "土桥路192号*单元***室"),
        ("三元街5号附2号301", "三元街5号附2号***"),
        ("清荷苑3-2-501", "清荷苑3-*-***"),
        ("清荷苑A座1203室", "清荷苑A座****室"),
        ("柳溪村3组11户", "柳溪村3组**户"),
        ("清荷社区1203", "清荷社区****"),
        ("清荷苑3栋", "清荷苑3栋"),
        ("1203", "****"),
    ],
)
def test_addresses_end_at_the_building(address: str, masked: str):
    assert mask_address(address) == masked


@given(
    st.integers(0, 364), st.integers(0, 999), st.integers(0, 9999), st.sampled_from(["电话", "，", " ", "号", "。\n"])
)
def test_no_number_survives_in_free_text(day: int, order: int, line: int, between: str):
    number = complete(f"5133991990{day // 31 + 1:02}{day % 28 + 1:02}{order:03}")
    phone = f"1990000{line:04}"
    masked = mask_free(f"李小花{number}{between}{phone}{between}0817-222{line:04}")
    assert number not in masked
    assert phone not in masked
    assert f"222{line:04}" not in masked
    assert masked.startswith("李小花513*")


def test_spaced_and_old_numbers_are_found_and_codes_are_left_alone():
    assert "0101" not in mask_free("身份证 513399 1990 0101 0019")
    assert mask_free("513399900101001") == "513**********01"
    assert (
        mask_free("网格513399001002001，房屋5133990010020010000012345")
        == "网格513399001002001，房屋5133990010020010000012345"
    )
    assert mask_free("199 0000 1234") == "199****1234"


def test_grids_are_nobodys_names() -> None:
    assert mask_name("第一网格") == "第一网格"
    assert mask_name("第一网格1区1号方格、李小花") == "第一网格1区1号方格、李*花"
