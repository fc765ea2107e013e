"""The documents name what is there: links, pictures, keys, and the words on buttons and menus."""

import json
import re
import struct
from pathlib import Path

import pytest

from orderdesk_gui.ui.registry import page_specs

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
GUIDES = {language: (ROOT / "docs" / f"guide.{language}.md").read_text(encoding="utf-8") for language in ("en", "zh")}
READMES = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md")]
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "orderdesk_gui" / "ui").rglob("*.py")))

# Keys by the names that Qt gives them, and those of the system that no code of ours names.
QT_NAMES = {"Enter": "Return", "←": "Left", "→": "Right", "↑": "Up", "↓": "Down"}
OF_THE_SYSTEM = {"Ctrl+V"}
# Quoted in a guide without being words of the screen: an example of a price, and a setting of Windows.
NO_WORDS = {"价目表 112.00，战略客户 −12 %，满 100 −6 %", "设备加密", "⋯"}


def headings(text: str) -> list[str]:
    return re.findall(r"^(#+ .*)$", re.sub(r"```.*?```", "", text, flags=re.S), re.M)


def anchor(heading: str) -> str:
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lstrip("# ").lower()).replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if "://" in target:
            continue
        name, _, part = target.partition("#")
        there = document.parent / name if name else document
        assert there.exists(), target
        if part:
            assert part in map(anchor, headings(there.read_text(encoding="utf-8"))), target


def test_both_readmes_show_every_picture_and_are_short() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    assert len(pictures) == 2
    for picture in pictures:
        content = picture.read_bytes()
        width, height = struct.unpack(">II", content[16:24])
        assert content.startswith(b"\x89PNG") and len(content) < 250_000 and width >= 1200 and height >= 700
        assert all(f"(docs/pictures/{picture.name})" in text for text in READMES), picture.name
    assert all(len(text.splitlines()) < 60 for text in READMES)


def test_both_languages_have_the_same_headings() -> None:
    for one, other in (tuple(GUIDES.values()), tuple(READMES)):
        levels = [[heading.split(" ")[0] for heading in headings(text)] for text in (one, other)]
        assert levels[0] == levels[1]


def keys_of_the_code() -> set[str]:
    """Every key that the screen answers to, as Qt writes them."""
    named = set(re.findall(r'"((?:(?:Ctrl|Alt|Shift)\+)+[\w]+|F\d+)"', CODE))
    held = {"_CTRL": "Ctrl+", "_ALT": "Alt+", "Qt.KeyboardModifier.NoModifier": ""}
    pairs = re.findall(r"\(_Key\.Key_(\w+), (_CTRL|_ALT|Qt\.KeyboardModifier\.NoModifier)\)", CODE)
    alone = set(re.findall(r"Key\.Key_(F\d+|Return|Escape)\b", CODE))
    shown = sum(spec.group != "hidden" for spec in page_specs())
    assert 'f"Alt+{number}"' in CODE
    return named | {held[how] + key for key, how in pairs} | alone | {f"Alt+{n}" for n in range(1, shown + 1)}


@pytest.mark.parametrize("language", GUIDES)
def test_every_key_of_a_guide_is_there(language: str) -> None:
    there = keys_of_the_code()
    last_key = r"F\d+|Enter|Esc|Insert|Delete|[A-Z0-9←→↑↓]"
    named = set(re.findall(rf"`((?:(?:Ctrl|Alt|Shift)\+)*(?:{last_key}))`", GUIDES[language]))
    assert len(named) > 20
    for key in named - OF_THE_SYSTEM:
        held, _, last = key.rpartition("+")
        last = {"Esc": "Escape"}.get(last, QT_NAMES.get(last, last))
        assert (f"{held}+{last}" if held else last) in there, key


def words_of_the_screen() -> dict[str, str]:
    """English to Chinese, everything that is translated."""
    words: dict[str, str] = {}
    for path in sorted((ROOT / "resources" / "translations" / "zh_CN").glob("*.json")):
        words |= json.loads(path.read_text(encoding="utf-8"))
    return words


def test_every_button_and_menu_of_the_guides_is_there() -> None:
    words = words_of_the_screen()
    bold = re.findall(r"\*\*([^*]+)\*\*", re.sub(r"\s+", " ", GUIDES["en"]))
    english = {part for one in bold for part in one.split(" → ")}
    chinese = set(re.findall("“([^”]+)”", GUIDES["zh"]))
    assert len(english) > 80 and len(chinese) > 80
    for known, named in ((set(words), english), (set(words.values()), chinese)):
        missing = {word for word in named - NO_WORDS if not {word, word.removesuffix(" …")} & known}
        assert not missing
