"""The condition language of ``list --where``: ``居住状态=出租 且 建筑面积>90``, ``occupancy in (rented, vacant)``.

    condition  := all { 或|or all }          all := one { 且|and one }
    one        := [ 非|not ] ( "(" condition ")" | field comparison )
    comparison := (= != > < >= <= ~ !~) value | in|属于 "(" value {"," value} ")" | 为空|is empty | 不为空|is not empty

Fields are labels or names in either language, values what the ledgers or the code lists call them; ``~`` is "contains".
A date may be a month, quarter or year. Values reach the database as parameters only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridctl.review.lookup_values import comparison, emptiness
from gridctl.store.faults import UsageFault
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from datetime import date

    from gridctl.review.lookup_scope import Reference, Scope
    from gridctl.review.lookup_values import Sql

_TOKEN = pattern(
    r"""\s*(?:
      (?P<quoted>"[^"]*"|'[^']*'|“[^”]*”|‘[^’]*’|「[^」]*」)
    | (?P<op><=|>=|!=|<>|!~|==|&&|\|\||[=＝<>＜＞≤≥≠~～])
    | (?P<open>[(（]) | (?P<close>[)）]) | (?P<comma>[,，、])
    | (?P<word>[^\s"'“”‘’「」=＝<>＜＞≤≥≠~～!()（）,，、&|]+)
    )""",
    re.VERBOSE,
)
_SYMBOLS = {
    "＝": "=", "==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=", "＜": "<", "＞": ">", "～": "~",
    "&&": "and", "||": "or",
}  # fmt: skip
_AND, _OR, _NOT = frozenset(("and", "且", "并且", "而且")), frozenset(("or", "或", "或者")), frozenset(("not", "非"))
# What a comparison in words is called, as so many words.
_WORDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("is", "not", "empty"), "filled"), (("is", "empty"), "empty"), (("不为空",), "filled"), (("为空",), "empty"),
    (("not", "in"), "not in"), (("不属于",), "not in"), (("in",), "in"), (("属于",), "in"),
    (("contains",), "~"), (("包含",), "~"), (("不包含",), "!~"), (("是",), "="), (("不是",), "!="),
    (("大于",), ">"), (("小于",), "<"), (("不小于",), ">="), (("不大于",), "<="),
)  # fmt: skip
_GLUED = pattern(r"(.+?)(并且|而且|或者|且|或)(.*)")


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, sign, quoted text, bracket or comma, and where in the condition it begins."""

    kind: str
    text: str
    at: int


def parse_condition(text: str, scope: Scope, today: date) -> Sql:
    """The condition as SQL about rows ``t``, with its parameters; raises ``UsageFault`` saying where it is wrong."""
    return _Parser(text, scope, today).whole()


class _Parser:
    """Reads the tokens from left to right, a method for each rule of the grammar above."""

    def __init__(self, text: str, scope: Scope, today: date) -> None:
        self._text = text
        self._scope = scope
        self._today = today
        self._tokens = _tokens(text)
        self._at = 0

    def whole(self) -> Sql:
        found = self._any()
        if self._at < len(self._tokens):
            raise self._fault("这里应是 且 或 或", "and or or is expected here")
        return found

    def _any(self) -> Sql:
        sql, params = self._all()
        while self._take(_OR):
            other, more = self._all()
            sql, params = f"({sql} OR {other})", [*params, *more]
        return sql, params

    def _all(self) -> Sql:
        sql, params = self._one()
        while self._take(_AND):
            other, more = self._one()
            sql, params = f"({sql} AND {other})", [*params, *more]
        return sql, params

    def _one(self) -> Sql:
        if self._take(_NOT):
            sql, params = self._one()
            return f"(NOT {sql})", params
        if self._kind() == "open":
            self._at += 1
            found = self._any()
            if self._kind() != "close":
                raise self._fault("缺少右括号", "a closing bracket is missing")
            self._at += 1
            return found
        return self._comparison()

    def _comparison(self) -> Sql:
        field = self._field()
        operator = self._operator()
        if operator in ("empty", "filled"):
            found = emptiness(field, filled=operator == "filled")
        elif operator in ("in", "not in"):
            found = comparison(field, "=", self._values(), self._today)
            if operator == "not in":
                found = (f"(NOT {found[0]})", found[1])
        else:
            found = comparison(field, operator, [self._value()], self._today)
        if field.part is None:
            return found
        # In words: one of the record's parts is like this.
        here = f" AND {_PRESENT[field.part.name]}" if field.part.name in _PRESENT else ""
        key = _key(field.part.ledger)
        sql = f'EXISTS (SELECT 1 FROM "{field.part.name}" p WHERE p.parent = t."{key}"{here} AND {found[0]})'  # noqa: S608 - own names
        return sql, found[1]

    def _field(self) -> Reference:
        words = self._run()
        if not words:
            raise self._fault("这里应是列名", "a field is expected here")
        # The longest label wins: 'floor area in m²' holds a keyword.
        for count in range(len(words), 0, -1):
            found = self._scope.resolve(" ".join(each.text for each in words[:count]))
            if found is not None:
                self._at += count
                return found
        raise self._scope.unknown(words[0].text)

    def _operator(self) -> str:
        if self._kind() == "op":
            self._at += 1
            return self._tokens[self._at - 1].text
        words = tuple(each.text.lower() for each in self._run())
        for spoken, operator in _WORDS:
            if words[: len(spoken)] == spoken:
                self._at += len(spoken)
                return operator
        raise self._fault("这里应是 = != > < >= <= ~ 或 in", "= != > < >= <= ~ or in is expected here")

    def _values(self) -> list[str]:
        if self._kind() != "open":
            return [self._value()]
        self._at += 1
        found = [self._value()]
        while self._kind() == "comma":
            self._at += 1
            found.append(self._value())
        if self._kind() != "close":
            raise self._fault("缺少右括号", "a closing bracket is missing")
        self._at += 1
        return found

    def _value(self) -> str:
        if self._kind() == "quoted":
            self._at += 1
            return self._tokens[self._at - 1].text
        words = []
        for each in self._run():
            if each.text.lower() in _AND | _OR:
                break
            words.append(each.text)
        if not words:
            raise self._fault("这里应是一个值（含空格时加引号）", "a value is expected here (quoted if it has blanks)")
        self._at += len(words)
        if self._kind() == "op":
            self._at -= 1
            raise self._fault("这里缺少 且 或 或", "and or or is missing here")
        return " ".join(words)

    def _run(self) -> list[_Token]:
        """The words from here up to a sign."""
        end = self._at
        while end < len(self._tokens) and self._tokens[end].kind == "word":
            end += 1
        return self._tokens[self._at : end]

    def _kind(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _take(self, words: frozenset[str]) -> bool:
        if self._kind() != "word" or self._tokens[self._at].text.lower() not in words:
            return False
        self._at += 1
        return True

    def _fault(self, zh: str, en: str) -> UsageFault:
        at = self._tokens[self._at].at if self._at < len(self._tokens) else len(self._text)
        return _fault(self._text, at, zh, en)


# A house's people are those who live there now.
_PRESENT = {"persons": "p.current"}


def _key(name: str) -> str:
    from gridctl.schema.ledgers import ledger

    return ledger(name).key


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _fault(text, at, "这里看不懂", "this cannot be read")
        kind, part = match.lastgroup, match[match.lastgroup]
        part = part[1:-1] if kind == "quoted" else _SYMBOLS.get(part, part)
        found.append(_Token("word" if part in ("and", "or") and kind == "op" else kind, part, match.start(kind)))
        at = match.end()
    if not found:
        raise _fault(text, 0, "条件是空的", "the condition is empty")
    return _unglued(found)


def _unglued(tokens: list[_Token]) -> list[_Token]:
    """``出租且建筑面积`` between two signs is a value, a word and a field, written without blanks."""
    found: list[_Token] = []
    for number, each in enumerate(tokens):
        sides = [tokens[at].kind if 0 <= at < len(tokens) else "" for at in (number - 1, number + 1)]
        match = _GLUED.fullmatch(each.text) if sides in (["op", "op"], ["op", "open"]) else None
        if match is None or each.kind != "word" or bool(match[3]) != (sides[1] == "op"):
            found.append(each)
        else:
            found += [_Token("word", match[n], each.at + match.start(n)) for n in (1, 2, 3) if match[n]]
    return found


def _fault(text: str, at: int, zh: str, en: str) -> UsageFault:
    before, after = text[:at][-20:], text[at:][:20]
    return UsageFault(
        f"条件有误：{zh}：{before}▶{after}。例：居住状态=出租 且 建筑面积>90",
        f"The condition is wrong: {en}: {before}▶{after}. Example: occupancy = rented and area_m2 > 90",
    )
