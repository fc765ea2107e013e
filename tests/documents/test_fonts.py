import io
import re
import subprocess
import sys

import pypdf

from orderdesk_gui.documents.fonts import RARE, SANS, SANS_BOLD, SERIF, SERIF_BOLD, font, font_for, to_unicode
from orderdesk_gui.rules.assets import asset


def test_faces_hold_the_characters_of_gb2312_and_the_general_list() -> None:
    hanzi = bytes(byte for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    gb2312 = hanzi.decode("gb2312", errors="ignore")
    assert len(gb2312) == 6763
    for name in (SANS, SANS_BOLD, SERIF, SERIF_BOLD):
        assert all(map(font(name).has, gb2312))
        assert all(font(name).has(character) for character in "𬭎㛃㳚䲠，。、；：“”（）《》¥€−×±≤℃①№ÀéßΩЖ")


def test_a_rare_character_comes_from_the_fallback_and_an_unknown_one_is_a_box() -> None:
    assert font_for(SANS, "龘").fontName == RARE
    assert font_for(SERIF_BOLD, "龘").fontName == RARE
    assert font_for(SERIF, "中").fontName == SERIF
    box = font(SANS).face
    assert font_for(SANS, "😀") is font(SANS)
    assert box.glyph("😀") == box.glyph("□") != 0


def test_fonts_in_the_repository_stay_small_and_come_with_licence_and_source() -> None:
    files = list(asset("fonts").iterdir())
    assert sum(file.stat().st_size for file in files) < 25_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in asset("fonts", "OFL.txt").read_text("utf-8")
    source = asset("fonts", "SOURCE.txt").read_text("utf-8")
    import hashlib

    for file in asset("fonts").glob("*.ttf"):
        assert hashlib.sha256(file.read_bytes()).hexdigest() in source


def test_unicode_map_reaches_beyond_the_basic_plane() -> None:
    assert b"<0001> <D873DF4E>" not in to_unicode(["中"])
    assert b"<0002> <D872DF4E>" in to_unicode(["中", "\U0002cb4e"])


def test_metrics_agree_with_a_known_width() -> None:
    assert [font(SANS).width(c) for c in "中1.，A"] == [1000, 555, 278, 1000, 608]
    left, right = font(SANS).face.ink("×")
    assert 100 < left < right < 900


def test_importing_documents_does_not_load_reportlab() -> None:
    code = "import sys, orderdesk_gui.documents.facts; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_reportlab_can_use_the_font_by_name() -> None:
    from reportlab.pdfgen.canvas import Canvas

    font(SANS)
    out = io.BytesIO()
    canvas = Canvas(out, initialFontName=SANS)  # type: ignore[arg-type]
    canvas.setFont(SANS, 12)
    canvas.drawString(50, 700, "镇𬭎 (a\\b) 12.50")
    canvas.save()
    page = pypdf.PdfReader(io.BytesIO(out.getvalue())).pages[0]
    assert page.extract_text().strip() == "镇𬭎 (a\\b) 12.50"
    assert not re.search(rb"/Helvetica", out.getvalue())
