import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pypdf
import pytest
from PIL import Image

from orderdesk_gui.documents.blocks import MM, Block, Cell, Columns, Solid, Stack, paginate
from orderdesk_gui.documents.page import About, Sheet, check_logo, render
from orderdesk_gui.documents.quotes import render_quotation
from orderdesk_gui.documents.tables import Column, Table
from orderdesk_gui.documents.text import TextBlock
from orderdesk_gui.rules.language import UserError
from tests.documents.papers import LETTERHEAD, QUOTATION, pages, text, words


def heights(blocks: list[Block], room: float) -> list[list[float]]:
    return [[b.height(100) for b in page] for page in paginate(blocks, 100, lambda _: room)]


def test_blocks_flow_and_space_counts_only_between_them() -> None:
    blocks = [Solid(40, space=20), Solid(40, space=20), Solid(40, space=20)]
    assert heights(list(blocks), 100) == [[40, 40], [40]]
    assert heights(list(blocks), 99) == [[40], [40], [40]]


def test_what_is_kept_moves_on_with_what_follows() -> None:
    assert heights([Solid(50), Solid(20, keep=True), Solid(50)], 100) == [[50], [20, 50]]


def test_what_is_too_high_for_any_page_is_cut_or_placed_alone() -> None:
    assert heights([Solid(10), Solid(500), Solid(10)], 100) == [[10], [500], [10]]
    block = TextBlock("字\n" * 29 + "字")
    assert [len(page) for page in paginate([block], 200, lambda _: 100.0)] == [1] * 5


def test_columns_split_together_and_a_loose_one_goes_on() -> None:
    long, fixed = TextBlock("字\n" * 9 + "字"), Stack([Solid(80)], whole=True)
    cells = [Cell(0, 50, long), Cell(50, 50, fixed)]
    assert Columns(cells).split(100, 60) is None
    parts = Columns(cells, loose=True).split(100, 60)
    assert parts and [part.height(100) for part in parts] == pytest.approx([3 * 15.3, 107.1])


def test_empty_space_is_not_split_off_alone() -> None:
    stack = Stack([Solid(10), TextBlock("字\n字\n字"), Solid(10)])
    assert stack.split(100, 30) is None and stack.split(100, 65) is None


def test_a_table_repeats_its_head_and_carries_forward() -> None:
    columns = [Column("名称", 0, 100), Column("金额", 100, 60, "right")]
    rows = [[TextBlock(f"零件{n}"), TextBlock(str(n))] for n in range(60)]
    table = Table(columns, rows, carried=lambda done: [TextBlock("承前页"), TextBlock(f"共{done}行")])
    about = About("t", "a", "s", date(2026, 11, 21))
    data = render([table], Sheet(60, 160, 60, 60), lambda *_: None, about, language="zh")
    read = text(data).rstrip("\f").split("\f")
    assert len(read) > 1 and all("名称" in page for page in read)
    assert "承前页" not in read[0] and all("承前页" in page for page in read[1:])
    assert [f"零件{n}" in "".join(read) for n in range(60)] == [True] * 60


def test_metadata_language_and_date_come_from_the_facts() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_quotation(QUOTATION)))
    about = reader.metadata
    assert about is not None
    assert (about.title, about.author) == ("报价单 QT-2026-7K3F-0187 R2", LETTERHEAD.name_zh)
    assert about.creator == "OrderDesk" and about["/CreationDate"] == "D:20261121000000Z"
    assert reader.root_object["/Lang"] == "zh-CN"
    assert all(page.mediabox.width == pytest.approx(595.28, abs=0.01) for page in reader.pages)


@pytest.mark.parametrize(("kind", "word"), [("draft", "草稿"), ("demo", "演示"), ("void", "作废")])
def test_watermark_on_every_page(kind: str, word: str) -> None:
    assert word not in text(render_quotation(QUOTATION))
    data = render_quotation(QUOTATION, watermark=kind)
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert all(word in page.extract_text() for page in reader.pages)


def test_without_letterhead_its_room_stays_free() -> None:
    with_head, without = words(render_quotation(QUOTATION)), words(render_quotation(QUOTATION, letterhead=False))
    assert min(word[2] for word in with_head) < 25 * MM
    assert min(word[2] for word in without) > 30.5 * MM


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("LA", "PNG")])
def test_logos_of_any_usual_kind_are_embedded_small(mode: str, kind: str) -> None:
    picture = io.BytesIO()
    Image.new(mode, (3000, 1500)).save(picture, kind)
    data = render_quotation(replace(QUOTATION, letterhead=replace(LETTERHEAD, logo=picture.getvalue())))
    (image,) = pypdf.PdfReader(io.BytesIO(data)).pages[0].images
    assert image.image is not None and image.image.size == (600, 300)


def test_papers_made_at_once_in_several_threads_are_the_same() -> None:
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(lambda _: render_quotation(QUOTATION), range(12)))) == 1


def test_a_broken_logo_is_told_at_its_field() -> None:
    with pytest.raises(UserError) as told:
        check_logo(b"GIF89a not a picture")
    assert told.value.field == "logo"
    assert pages(render_quotation(QUOTATION)) == 1
