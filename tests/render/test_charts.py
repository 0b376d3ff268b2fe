"""Charts as SVG."""

import re
import xml.etree.ElementTree as ET

from gridctl.render.charts import Bar, Bullet, Share, bars, bullets, shares


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)


def widths(text: str) -> list[float]:
    return [float(each.get("width", "0")) for each in parsed(text).iter("rect")]


def test_bars_are_as_long_as_their_values() -> None:
    text = bars([Bar("甲", 0.5, "50"), Bar("乙", 2.0, "200"), Bar("丙", None, "—")], "得分", [(0.6, "合格")])
    track, half, second, whole, third = widths(text)
    assert half == track / 2
    assert second == whole == third == track
    assert len(list(parsed(text).iter("line"))) == 1


def test_labels_are_escaped_and_shortened() -> None:
    text = bars([Bar("<script>&" + "很长的名字" * 20, 0.1, '"')], "a < b")
    words = [each.text for each in parsed(text).iter("text")]
    assert words[0].startswith("<script>&很长")
    assert words[0].endswith("…")
    assert next(parsed(text).iter("title")).text == "a < b"


def test_bullets_mark_target_and_previous() -> None:
    rows = [Bullet("甲", 0.8, 0.9, 0.7, "80%", good=False), Bullet("乙", None, 0.9, None, "—", good=False)]
    text = bullets(rows, "结果")
    assert len(widths(text)) == 1
    assert len(list(parsed(text).iter("path"))) == 1
    # Five lines of the scale and one target: a result that does not apply has none.
    assert len(list(parsed(text).iter("line"))) == 6


def test_shares_fill_the_whole_and_survive_nothing() -> None:
    some = shares([Share("优秀", 1, "#000"), Share("良好", 3, "#111"), Share("合格", 0, "#222")], "等次")
    assert widths(some)[:2] == [180.0, 540.0]
    assert re.findall(r"合格 0", some)
    assert all(width == 12 for width in widths(shares([Share("优秀", 0, "#000")], "等次")))
