import dataclasses
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.schema.codefile import CodeFileError, code_file_problems
from gridctl.schema.codelists import CodeItem, CodeList, code_list, code_list_names, parse_code_list

NAMES = code_list_names()

# Lists the project will not carry, whatever a form asks for.
FORBIDDEN_NAMES = ("religion", "faith", "petition", "hiv", "aids", "blood")
FORBIDDEN_WORDS = ("信访", "上访", "艾滋", "信仰", "信教", "教徒")

FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


def names_of(item: CodeItem) -> Iterator[str]:
    yield item.key
    yield item.zh
    yield item.en
    yield from item.aliases
    if item.code:
        yield item.code


def make(*items: CodeItem, leading_zeros: bool = False) -> CodeList:
    return CodeList("sample", "样表", "Sample", "invented", items, leading_zeros)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_every_item_finds_that_item(name: str) -> None:
    codes = code_list(name)
    wrong = [(item.key, text) for item in codes.items for text in names_of(item) if codes.find(text) is not item]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_keys_codes_and_labels_are_unique(name: str) -> None:
    items = code_list(name).items
    for texts in ([i.key for i in items], [i.code for i in items if i.code], [i.zh for i in items]):
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize("name", NAMES)
def test_code_and_label_together_find_the_item(name: str) -> None:
    codes = code_list(name)
    forms = ("{0} {1}", "{0}-{1}", "{0}{1}", "{0}、{1}", "{1}（{0}）")
    wrong = [
        (item.key, form)
        for item in codes.items
        for form in forms
        if item.code and codes.find(form.format(item.code, item.zh)) is not item
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_a_list_states_its_source_and_is_cached(name: str) -> None:
    codes = code_list(name)
    assert codes.name == name
    assert len(codes.source) > 10
    assert codes.zh_values() == [item.zh for item in codes.items]
    assert all(codes.item(item.key) is item for item in codes.items)
    assert code_list(name) is codes


@pytest.mark.parametrize("name", NAMES)
def test_no_list_records_religion_petitions_or_infection(name: str) -> None:
    assert not any(word in name for word in FORBIDDEN_NAMES)
    labels = " ".join(text for item in code_list(name).items for text in names_of(item))
    assert [word for word in FORBIDDEN_WORDS if word in labels] == []


@given(name=st.sampled_from(NAMES), data=st.data())
@settings(max_examples=100, deadline=None)
def test_width_case_and_blanks_do_not_matter(name: str, data: st.DataObject) -> None:
    codes = code_list(name)
    item = data.draw(st.sampled_from(codes.items))
    text = data.draw(st.sampled_from(list(names_of(item))))
    place = data.draw(st.integers(0, len(text)))
    blank = data.draw(st.sampled_from(["", " ", "\u3000", "\u200b", "\t"]))
    dressed = text[:place] + blank + text[place:]
    if data.draw(st.booleans()):
        dressed = dressed.translate(FULL_WIDTH)
    if data.draw(st.booleans()):
        dressed = dressed.upper()
    assert codes.find(f" {dressed}\n") is item


@given(name=st.sampled_from(NAMES), text=st.text(max_size=12))
@settings(max_examples=100, deadline=None)
def test_any_text_is_an_item_or_none(name: str, text: str) -> None:
    found = code_list(name).find(text)
    assert found is None or found in code_list(name).items


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("sex", "男性", "male"),
        ("sex", "2", "female"),
        ("ethnicity", "汉", "han"),
        ("ethnicity", "1", "han"),
        ("ethnicity", "苗 族", "miao"),
        ("relation", "本人", "household_head"),
        ("relation", "01", "household_head"),
        ("relation", "小集体户主", "collective_head"),
        ("relation", "外孙", "daughters_child"),
        ("occupancy", "01 自住", "owner_occupied"),
        ("occupancy", "1.自住", "owner_occupied"),
        ("occupancy", "空置", "vacant"),
        ("house_structure", "钢混", "steel_concrete"),
        ("education", "大专", "junior_college"),
        ("political", "中共党员", "cpc_member"),
        ("special_category", "独居/空巢老人", "living_alone_elderly"),
        ("dispute_kind", "0402", "property_management"),
        ("dispute_kind", "婚恋家庭纠纷-其他", "marriage_family_other"),
        ("disability_grade", "3级", "grade_3"),
        ("industry", "h", "accommodation"),
    ],
)
def test_what_people_write_is_understood(name: str, text: str, key: str) -> None:
    found = code_list(name).find(text)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("occupancy", "01 出租"),  # the code and the label name two values
        ("occupancy", "自住房屋出租"),
        ("occupancy", "0-1"),
        ("occupancy", ""),
        ("occupancy", "—"),
        ("relation", "2"),  # 子 in the one-digit code, 户主 where a worksheet lost a zero
        ("sex", "男女"),
        ("ethnicity", "汉族人"),
    ],
)
def test_what_is_unclear_finds_nothing(name: str, text: str) -> None:
    assert code_list(name).find(text) is None


def test_special_categories_are_in_two_packs() -> None:
    items = code_list("special_category").items
    packs = {item.key: item.extra["pack"] for item in items}
    assert {key for key, pack in packs.items() if pack == "statutory"} == {
        "released",
        "community_correction",
        "severe_mental",
        "drug_use",
        "youth_at_risk",
    }
    assert set(packs.values()) == {"care", "statutory"}


@pytest.mark.parametrize("name", ["dispute_kind", "party_kind", "resolve_method"])
def test_a_parent_has_the_first_digits_of_its_child(name: str) -> None:
    codes = code_list(name)
    children = [item for item in codes.items if len(item.code) == 4]
    assert children
    assert all(codes.item(child.extra["parent"]).code == child.code[:2] for child in children)


def test_ethnicity_has_all_56_in_the_order_of_the_standard() -> None:
    items = code_list("ethnicity").items
    assert [item.code for item in items[:56]] == [f"{number:02d}" for number in range(1, 57)]
    assert (items[0].zh, items[55].zh) == ("汉族", "基诺族")


def test_an_absent_list_and_an_absent_key_raise_key_error() -> None:
    for name in ("no_such_list", "../codes/sex", ""):
        with pytest.raises(KeyError):
            code_list(name)
    with pytest.raises(KeyError):
        code_list("sex").item("男")


def test_two_items_with_one_name_are_refused() -> None:
    with pytest.raises(CodeFileError, match=r"codes/sample\.yaml: '出租' names both own and let"):
        make(CodeItem("own", "1", "自住", "Own", ("出租",)), CodeItem("let", "2", "出租", "Let"))


def test_a_text_that_names_two_items_once_punctuation_is_gone_names_neither() -> None:
    codes = make(CodeItem("a", "", "甲、乙", "A and B"), CodeItem("b", "", "甲-乙", "A or B"))
    assert codes.find("甲乙") is None
    assert codes.find("甲-乙") is codes.item("b")


def test_leading_zeros_may_be_lost_only_where_the_list_allows_it() -> None:
    item = CodeItem("own", "01", "自住", "Own")
    assert make(item).find("1") is item
    assert make(item, leading_zeros=True).find("1") is None
    assert make(item, leading_zeros=True).find("1 自住") is None


def test_items_are_hashable_and_fixed() -> None:
    items = code_list("special_category").items
    assert len(set(items)) == len(items)
    with pytest.raises(TypeError):
        items[0].extra["pack"] = "other"  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        items[0].key = "other"  # type: ignore[misc]


GOOD_ITEM = {"key": "own", "code": "", "zh": "自住", "en": "Own"}
GOOD = {"zh": "表", "en": "List", "source": "invented", "items": [GOOD_ITEM]}


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ([], "the file must be a mapping with zh, en, source, items"),
        ({**GOOD, "title": "x"}, "the file: title not known; known are zh, en, source, items, leading_zeros"),
        ({"zh": "表", "items": [GOOD_ITEM]}, "the file: en, source missing"),
        ({**GOOD, "source": " "}, "source must be a text that is not empty"),
        ({**GOOD, "leading_zeros": "yes"}, "leading_zeros must be one of required, optional"),
        ({**GOOD, "items": []}, "items must be a list with at least one item"),
        ({**GOOD, "items": ["own"]}, "item 1 must be a mapping with key, code, zh, en"),
        ({**GOOD, "items": [{"key": "own", "code": "", "zh": "自住"}]}, "item 1 (own): en missing"),
        (
            {**GOOD, "items": [{**GOOD_ITEM, "key": "Own"}]},
            "item 1 (Own): key must be English snake_case, such as owner_occupied",
        ),
        (
            {**GOOD, "items": [{**GOOD_ITEM, "code": None}]},
            'item 1 (own): code must be a text, "" if the source has none',
        ),
        ({**GOOD, "items": [{**GOOD_ITEM, "zh": ""}]}, "item 1 (own): zh must be a text that is not empty"),
        (
            {**GOOD, "items": [{**GOOD_ITEM, "aliases": ["a", None]}]},
            "item 1 (own): aliases must be a list of texts",
        ),
        (
            {**GOOD, "items": [{**GOOD_ITEM, "pack": "both"}]},
            "item 1 (own): pack must be one of care, statutory",
        ),
        ({**GOOD, "items": [GOOD_ITEM, {**GOOD_ITEM, "zh": "出租"}]}, "key own is there twice"),
        (
            {**GOOD, "items": [{**GOOD_ITEM, "parent": "up"}]},
            "own: parent up is not a key of this list",
        ),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_place(value: object, problem: str) -> None:
    assert code_file_problems(GOOD) == []
    assert code_file_problems(value) == [problem]


def test_all_faults_of_a_file_are_listed() -> None:
    value = {**GOOD, "zh": "", "items": [{**GOOD_ITEM, "key": "A B"}, {**GOOD_ITEM, "en": "", "zh": "出租"}]}
    assert len(code_file_problems(value)) == 3


def test_a_file_that_is_not_yaml_or_not_a_list_is_refused() -> None:
    with pytest.raises(CodeFileError, match=r"codes/sample\.yaml cannot be read as YAML"):
        parse_code_list("sample", b"zh: [")
    with pytest.raises(CodeFileError, match=r"codes/sample\.yaml: the file: en, source, items missing"):
        parse_code_list("sample", b'zh: "x"\n')


def test_a_file_is_read_as_written() -> None:
    head = "zh: 表\nen: List\nsource: invented\nitems:\n"
    text = head + "  - {key: no, code: 01, zh: 否, en: NO, aliases: [1e5]}\n"
    item = parse_code_list("sample", text.encode()).items[0]
    assert (item.code, item.en, item.aliases) == ("01", "NO", ("1e5",))
