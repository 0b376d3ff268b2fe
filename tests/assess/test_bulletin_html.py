"""The bulletin as a page."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gridctl.assess.bulletin import Bulletin
from gridctl.render.html_bulletin import bulletin_page, write_bulletin

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium browser is installed")
_VOID = {"meta", "br", "hr", "img", "link", "input"}


class _Balance(HTMLParser):
    """Notes every tag that closes another than the last opened one."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """An SVG element that closes itself."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def run(tmp_path: Path, *options: str) -> str:
    assert _CHROMIUM
    base = [_CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    ended = subprocess.run([*base, *options], check=True, capture_output=True, timeout=120)
    return ended.stdout.decode("utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_asks_nothing_of_the_network_and_is_well_formed(bulletin: Bulletin, language: str) -> None:
    text = bulletin_page(bulletin, language)
    assert re.findall(r"https?:|//[a-z]|url\(|@import|<link|<iframe|<img| src=", text) == []
    assert "default-src 'none'" in text
    parser = _Balance()
    parser.feed(text)
    assert (parser.open, parser.wrong) == ([], [])


def test_names_are_escaped(bulletin: Bulletin) -> None:
    text = bulletin_page(bulletin, "zh")
    assert "<b>第三网格" not in text
    assert "&lt;b&gt;第三网格" in text


def test_it_reads_as_a_notice(bulletin: Bulletin) -> None:
    text = bulletin_page(bulletin, "zh")
    assert "<h1>清荷社区2026年第三季度网格工作通报</h1>" in text
    assert "综合得分59.23分，等次为不合格" in text
    headings = re.findall(r"<h2>(.*?)</h2>", text)
    assert headings == [
        "一、基本情况",
        "二、指标完成情况",
        "三、考评排名",
        "四、数据质量",
        "五、下一步工作",
        "六、计分说明",
    ]
    assert "P1" not in text
    assert "某人" not in text


def test_in_english(bulletin: Bulletin) -> None:
    text = bulletin_page(bulletin, "en")
    assert '<html lang="en">' in text
    assert "The community scores 59.23 of 100, graded fail" in text


@pytest.mark.chromium
@needs_chromium
def test_chromium_shows_and_sorts_it(bulletin: Bulletin, tmp_path: Path) -> None:
    write_bulletin(tmp_path / "通 报.html", bulletin, "zh")
    page = (tmp_path / "通 报.html").read_text(encoding="utf-8")
    click = (
        "[...document.querySelectorAll('table.sortable th button')]"
        ".filter(b => b.textContent === '得分').forEach(b => b.click());"
    )
    (tmp_path / "clicked.html").write_text(page.replace("</script>", f"{click}</script>"), encoding="utf-8")
    log = tmp_path / "chromium.log"
    options = ("--enable-logging", f"--log-file={log}", "--v=0", f"--log-net-log={tmp_path / 'net.json'}")
    shown = run(tmp_path, *options, "--dump-dom", (tmp_path / "clicked.html").as_uri())
    assert "CONSOLE" not in log.read_text(encoding="utf-8", errors="replace")
    events = json.loads((tmp_path / "net.json").read_text(encoding="utf-8"))["events"]
    asked = [each["params"] for each in events if "url" in each.get("params", {})]
    # The browser asks its maker for news on its own account; what a page asks for has an origin, of a file "null".
    assert not [each for each in asked if each.get("initiator") in ("null", "file://")]
    assert 'aria-sort="ascending"' in shown
    body = shown.partition("考评排名</h3>")[2].partition("</table>")[0]
    # By score, and the grid without one last.
    assert re.findall(r"(第.网格)(?:&lt;/b&gt;)?</td>", body) == ["第一网格", "第二网格", "第三网格"]


@pytest.mark.chromium
@needs_chromium
def test_chromium_prints_a_few_pages(bulletin: Bulletin, tmp_path: Path) -> None:
    write_bulletin(tmp_path / "通报.html", bulletin, "zh")
    run(tmp_path, f"--print-to-pdf={tmp_path / 'b.pdf'}", "--no-pdf-header-footer", (tmp_path / "通报.html").as_uri())
    pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "b.pdf").read_bytes()))
    assert 3 <= pages <= 7
