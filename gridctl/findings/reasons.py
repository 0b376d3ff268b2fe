"""Why something cannot be used, in the reader's language: what libraries say themselves is English only.

A finding keeps the kind of fault a library reports, with what it asks for behind a bar (``greater_than_equal|0``), or
the library's own sentence. Kinds and sentences of the table below are told in words; any other sentence is told as it
stands in English, and in Chinese by what kind of thing it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

# Of pydantic's errors (docs.pydantic.dev, "Validation Errors"): what the context says about the limit.
_LIMITS: Final = ("expected", "ge", "gt", "le", "lt", "min_length", "max_length", "pattern", "multiple_of")

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "unknown": ("没有这一项", "there is no such setting"),
    "extra_forbidden": ("没有这一项", "there is no such field"),
    "mapping": ("应是“名称: 值”的形式", "must be names with values"),
    "missing": ("缺少这一项", "it is required"),
    "string_type": ("应是文字", "must be text"),
    "string_too_short": ("至少要 {0} 个字", "at least {0} characters"),
    "string_too_long": ("最多 {0} 个字", "at most {0} characters"),
    "string_pattern_mismatch": ("写法要合 {0}", "must match {0}"),
    "int_type": ("应是整数", "must be a whole number"),
    "int_parsing": ("应是整数", "must be a whole number"),
    "int_from_float": ("应是整数", "must be a whole number"),
    "float_type": ("应是数字", "must be a number"),
    "float_parsing": ("应是数字", "must be a number"),
    "decimal_parsing": ("应是数字", "must be a number"),
    "decimal_type": ("应是数字", "must be a number"),
    "finite_number": ("应是数字", "must be a number"),
    "bool_type": ("应是 true 或 false", "must be true or false"),
    "bool_parsing": ("应是 true 或 false", "must be true or false"),
    "date_type": ("应是日期，如 2026-01-31", "must be a date, such as 2026-01-31"),
    "date_parsing": ("应是日期，如 2026-01-31", "must be a date, such as 2026-01-31"),
    "date_from_datetime_parsing": ("应是日期，如 2026-01-31", "must be a date, such as 2026-01-31"),
    "list_type": ("应是列表", "must be a list"),
    "tuple_type": ("应是列表", "must be a list"),
    "set_type": ("应是列表", "must be a list"),
    "dict_type": ("应是“名称: 值”的形式", "must be names with values"),
    "model_type": ("应是“名称: 值”的形式", "must be names with values"),
    "literal_error": ("只能是 {0}", "must be {0}"),
    "enum": ("只能是 {0}", "must be {0}"),
    "greater_than": ("要大于 {0}", "must be more than {0}"),
    "greater_than_equal": ("不能小于 {0}", "must be at least {0}"),
    "less_than": ("要小于 {0}", "must be less than {0}"),
    "less_than_equal": ("不能大于 {0}", "must be at most {0}"),
    "multiple_of": ("应是 {0} 的倍数", "must be a multiple of {0}"),
    "too_short": ("至少要 {0} 项", "at least {0} items"),
    "too_long": ("最多 {0} 项", "at most {0} items"),
    "value_error": ("取值不对", "the value is not right"),
    # What gridctl's own checks of assessment files say.
    "between 0% and 100%": ("应在 0% 到 100% 之间", "between 0% and 100%"),
    "a SELECT": ("应是一条 SELECT 查询", "must be a SELECT"),
    "either denominator and numerator, or input": (
        "要么写分母和分子，要么写 input",
        "either denominator and numerator, or input",
    ),
    # Why a house-code scheme cannot be used, or gives no code; behind the bar a segment, or what may be written.
    "no_scheme": ("没有这种规则，现有 {0}", "there is no such scheme; known are {0}"),
    "no_check": ("没有这种校验，现有 {0}", "there is no such check; known are {0}"),
    "segments_list": ("segments 应是各段的列表", "segments must be a list"),
    "only_last_varies": ("只有最后一段可以不定长", "only the last segment may vary in length"),
    "segment_name": ("段名要用小写英文字母", "a segment needs a name of small letters"),
    "segment_length": ("{0}段的 length 应是数字或范围", "length of {0} must be a number or a range"),
    "segment_characters": ("{0}段的 characters 写法不对", "characters of {0} cannot be that"),
    "segment_value": ("{0}的号码不合规则", "its {0} does not fit the scheme"),
    "segment_unknown": ("不知道它的{0}", "its {0} is not known"),
    "segment_extra": ("规则里没有{0}这一段", "the scheme has no segment {0}"),
    "segment_full": ("{0}的号码已用完", "no number is left for a {0}"),
    "all_fixed": ("规则的每一段都已固定", "every segment of the scheme is fixed"),
    "old_code": ("原编码不合规则", "the old code does not fit the scheme"),
    "grid_number": ("新网格的编码里没有编码要用的序号", "the grid's code tells no number for the code"),
    # Why rows of a sheet are no data.
    "totals": ("合计", "totals"),
    "signature": ("签名", "signatures"),
    "example": ("示例", "examples"),
    "title": ("重复的标题", "the title again"),
    "heading": ("重复的表头", "the heading again"),
    "numbers": ("列号", "numbers of columns"),
    "blank": ("只有序号的空行", "rows with nothing but their number"),
    "nothing": ("写明没有内容", "rows that say that there is nothing"),
    "banner": ("只写小区或楼栋的小标题", "names of compounds or buildings"),
    "section": ("只写下面几行是哪一类的小标题", "names of groups of rows"),
    # Why a file cannot be opened, by the system's name of the error.
    "EACCES": ("没有权限，或正被别的程序打开", "no permission, or another program has it open"),
    "EPERM": ("没有权限，或正被别的程序打开", "no permission, or another program has it open"),
    "ENOENT": ("没有这个文件", "there is no such file"),
    "EISDIR": ("这是文件夹", "it is a folder"),
    "EIO": ("磁盘读取出错", "the disk cannot be read"),
    # The commonest slips in a YAML file, as its reader words them.
    "could not find expected ':'": ("缺少冒号", "a colon is missing"),
    "mapping values are not allowed here": ("多了冒号，或文字没加引号", "a colon too many, or text without quotes"),
    "found unexpected end of stream": ("引号没有配对", "a quote is not closed"),
    "found unknown escape character": ("反斜杠后面的字符不对", "an unknown character behind a backslash"),
    "found character '\\t' that cannot start any token": ("用了制表符，应是空格", "a tab where blanks must be"),
    "a key must be one piece of text": ("冒号前面应是一个名称", "a key must be one piece of text"),
}
# Segments of the packaged house-code schemes; those of a community's own keep their names.
_SEGMENTS: Final[dict[str, str]] = {
    "province": "省", "prefecture": "市", "county": "区县", "subdistrict": "街道", "community": "社区",
    "grid": "网格", "building": "楼栋", "room": "房间", "serial": "顺序号", "cadastral_area": "地籍区",
    "cadastral_subarea": "地籍子区", "parcel_kind": "宗地特征码", "parcel": "宗地", "fixture_kind": "定着物特征码",
    "fixture": "定着物",
}  # fmt: skip
# By a finding's code, where the sentence is not in the table.
_GENERAL: Final[dict[str, str]] = {
    "F108": "YAML 写法有误",
    "F117": "写法不对",
    "F118": "文件损坏，或不是工作簿",
    "A101": "写法不对",
    "A107": "数据库不接受这条查询",
    "I101": "读取出错",
    "T209": "数据库不接受这个条件",
    "T211": "数据库不接受这个条件",
}
# What the database has against a condition that somebody wrote, by the finding that tells it.
_CONDITIONS = frozenset(("T209", "T211"))
_DATABASE = (
    (pattern(r'Referenced column "(.+?)" not found'), "没有“{0}”这一列，各表的列见 gridctl query"),
    (pattern(r'syntax error at or near "(.+?)"'), "写法有误，在“{0}”附近"),
)


def reason_of(kind: str, context: Mapping[str, object] | None = None) -> str:
    """A fault's kind, as pydantic names it, with the limit its context tells; its own sentence for a kind not known."""
    context = context or {}
    if kind == "value_error" and "error" in context:
        return str(context["error"])
    limit = next((str(context[name]) for name in _LIMITS if name in context), "")
    return f"{kind}|{limit}" if limit else kind


def reason_words(code: str, reason: str, language: str) -> str:
    """The reason of a finding with this code in ``zh`` or ``en``."""
    kind, _, limit = reason.partition("|")
    zh, en = _WORDS.get(kind) or _WORDS.get(reason) or (_general(code, reason), reason)
    if language != "zh":
        return en.format(limit.replace("_", " ") if limit in _SEGMENTS else limit)
    if kind.startswith("segment_"):
        limit = _SEGMENTS.get(limit, f"“{limit}”")
    return zh.format(limit.replace(" or ", " 或 "))


def _general(code: str, reason: str) -> str:
    """Words that are Chinese already, or a bare code of a rule, stay as they are."""
    if code in _CONDITIONS:
        for said, told in _DATABASE:
            if match := said.search(reason):
                return told.format(match[1])
    if any("\u3400" <= each <= "\u9fff" for each in reason) or code not in _GENERAL:
        return reason
    return _GENERAL[code]
