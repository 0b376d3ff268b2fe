"""What a bulletin warns of, and the next steps that follow from its figures by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.assess.units import UNIT_WORDS
from gridctl.findings.message import message
from gridctl.findings.table import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gridctl.assess.bulletin import Bulletin, UnitScore
    from gridctl.assess.scoring import Result

# More names than this in one sentence are not read.
_NAMED = 3


def warnings(bulletin: Bulletin) -> Iterator[Words]:
    """Small samples, indicators that do not apply, a period still running, faults of the scheme."""
    if bulletin.running:
        yield Words(
            f"本期尚未结束，数据截至{bulletin.until}。", f"The period is not over: figures are up to {bulletin.until}."
        )
    for code, indicator in bulletin.basis.indicators.items():
        whole = bulletin.community.results[code]
        if whole.reason is not None and bulletin.basis.weight(code):
            zh, en = (text.rstrip("。.") for text in whole.reason)
            yield Words(
                f"{code}{indicator.zh.name}：{zh}；其权重按比例分摊到其他指标。",
                f"{code} {indicator.en.name}: {en}; its weight goes to the others in proportion.",
            )
        small = [each for each in bulletin.units if each.results[code].small]
        if small:
            listed = _names(small, UNIT_WORDS[bulletin.by])
            least = indicator.minimum_sample
            yield Words(
                f"{code}{indicator.zh.name}：{listed.zh}的样本不足{least}个，得分仅供参考。",
                f"{code} {indicator.en.name}: fewer than {least} cases in {listed.en}; take the score as a hint.",
            )
    for finding in bulletin.findings:
        if finding.code != "A105":
            yield Words(message(finding, "zh"), message(finding, "en"))


def next_steps(bulletin: Bulletin) -> Iterator[Words]:
    """For every scored indicator below target: which units have most left to do, and how much in all."""
    for code, indicator in bulletin.basis.indicators.items():
        whole = bulletin.community.results[code]
        if whole.share is None or whole.share >= 1 or not bulletin.basis.weight(code):
            continue
        zh, en = indicator.zh.action, indicator.en.action
        if not (zh and en):
            continue
        up = indicator.direction == "up"
        left = sorted(
            (each for each in bulletin.units if _below(each.results[code])),
            key=lambda each: -len(each.results[code].misses if up else each.results[code].hits),
        )
        listed = (
            _names(left, UNIT_WORDS[bulletin.by])
            if left
            else Words(bulletin.community.unit.name, bulletin.community.unit.name)
        )
        count = len(whole.misses if up else whole.hits)
        yield Words(
            zh.replace("{units}", listed.zh).replace("{count}", str(count)),
            en.replace("{units}", listed.en).replace("{count}", str(count)),
        )


def _below(result: Result) -> bool:
    return result.share is not None and result.share < 1


def _names(units: Sequence[UnitScore], kind: Words) -> Words:
    names = [each.unit.name for each in units[:_NAMED]]
    more = len(units) - len(names)
    zh = "、".join(names) + (f"等{len(units)}{'名' if kind.zh == '网格员' else '个'}{kind.zh}" if more else "")
    en = ", ".join(names) + (f" and {more} more" if more else "")
    return Words(zh, en)
