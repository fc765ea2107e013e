"""Text tables in the encodings and separators that programs in offices write."""

import json
from pathlib import Path

import pytest

from orderdesk_gui.documents.workbook import list_sheets, read_sheet
from orderdesk_gui.documents.workbook_text import text_form
from orderdesk_gui.rules.language import UserError

HEADERS = Path(__file__).parents[2].parent / "shared" / "data" / "order_export_headers" / "headers.json"
CHINESE = "客户名称,电话,备注\r\n青岛海纳机械有限公司,0532-88886666,老客户介绍\r\n朱镕基堃喆,010,x\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_chinese_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "客户.csv"
    path.write_bytes(CHINESE.encode(encoding))
    rows = read_sheet(path)
    assert rows.cells[1] == ["青岛海纳机械有限公司", "0532-88886666", "老客户介绍"]
    assert rows.cells[2][0] == "朱镕基堃喆"
    assert rows.sheet == "客户"


@pytest.mark.parametrize(
    ("text", "written", "guessed"),
    [
        ("客戶名稱,電話\r\n臺灣積體電路製造股份有限公司,03-5636688\r\n", "big5", "big5hkscs"),
        ("Name,City\r\nMüller GmbH,Köln\r\nCafé Élysée,Besançon\r\n", "cp1252", "cp1252"),
        ("Name,City\r\nMüller GmbH,Köln\r\n", "cp1252", "cp1252"),
        ("Name,City\r\nMüller GmbH,Köln\r\n", "utf-8", "utf-8"),
        ("品名,单价\r\n😀𬭎,1\r\n", "gb18030", "gb18030"),
        ("plain,ascii\r\n1,2\r\n", "ascii", "utf-8"),
    ],
)
def test_other_encodings_are_not_taken_for_chinese(text: str, written: str, guessed: str) -> None:
    form = text_form(text.encode(written))
    assert form.encoding == guessed
    assert text.encode(written).decode(form.encoding) == text


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a\tb\tc\n1\t2,5\t3\n", "\t"),
        ("a;b;c\n1,5;2,5;3\n4;5;6\n", ";"),
        ("sep=|\na|b\n1|2\n", "|"),
        ('name,address\n"x, y; z",w\n"p;q",r\n', ","),
        ("only one column\nx\n", ","),
    ],
)
def test_the_separator_is_the_one_that_gives_even_rows(content: str, delimiter: str) -> None:
    assert text_form(content.encode()).delimiter == delimiter


def test_cells_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes('a,b,c\r\n="0012345678901234567",007,"two\r\nlines"\r\n\r\n\'=1+1,\'quoted,1.50\r\n'.encode("gbk"))
    assert read_sheet(path).cells == [
        ["a", "b", "c"],
        ["0012345678901234567", "007", "two\r\nlines"],
        [],
        ["=1+1", "'quoted", "1.50"],
    ]
    assert (list_sheets(path)[0].rows, list_sheets(path)[0].columns) == (4, 3)


def test_a_line_naming_the_separator_keeps_the_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "sep.csv"
    path.write_text("sep=;\na;b\n1;2\n", encoding="utf-8")
    assert read_sheet(path).cells == [[], ["a", "b"], ["1", "2"]]


def test_the_person_may_overrule_the_guess(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("a;b\né;2,5\n".encode("latin-1"))
    rows = read_sheet(path, encoding="latin-1", delimiter=",")
    assert rows.cells[1] == ["é;2", "5"]
    assert rows.form is not None and rows.form.delimiter == ","
    with pytest.raises(UserError, match="not text in the encoding utf-8"):
        read_sheet(path, encoding="utf-8")


@pytest.mark.skipif(not HEADERS.exists(), reason="the export headers are not on this machine")
@pytest.mark.parametrize("shop", ["taobao_ExportOrderList", "jd_pop", "shopify_orders"])
def test_exports_of_shops_are_read(tmp_path: Path, shop: str) -> None:
    form = json.loads(HEADERS.read_text(encoding="utf-8"))[shop]
    path = tmp_path / f"{shop}.csv"
    text = ",".join(form["columns"]) + "\r\n" + ",".join(['="123456789012345678"'] * len(form["columns"])) + "\r\n"
    path.write_bytes(text.encode("gb18030" if "GB" in form["encoding"] else "utf-8"))
    rows = read_sheet(path)
    assert rows.cells[0] == form["columns"]
    assert set(rows.cells[1]) == {"123456789012345678"}
