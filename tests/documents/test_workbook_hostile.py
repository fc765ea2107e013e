"""Files made to exhaust a program, read by a process that may use 500 MB and 10 seconds."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEMORY = 500 * 2**20
SECONDS = 10
SAMPLES = ROOT.parent / "shared" / "data" / "workbooks_A_dev"

READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
sys.path.insert(0, {root!r})
from pathlib import Path
from orderdesk_gui.documents.workbook import list_sheets, read_sheet
from orderdesk_gui.rules.language import UserError
for call in (list_sheets, read_sheet):
    try:
        print("READ", str(call(Path(sys.argv[1])))[:300])
    except UserError as refused:
        print("REFUSED", refused)
"""

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{RELATION}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
BOOK_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
ROOT_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"


def package(path: Path, sheet: str, strings: str = "", *, blow_up: int = 0) -> Path:
    """A workbook with the given XML; `blow_up` MB of blanks are put before the end of its sheet."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", CONTENT_TYPES)
        file.writestr("_rels/.rels", ROOT_RELATIONS)
        file.writestr("xl/workbook.xml", BOOK)
        file.writestr("xl/_rels/workbook.xml.rels", BOOK_RELATIONS)
        if strings:
            file.writestr("xl/sharedStrings.xml", strings)
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(sheet.encode())
            for _ in range(blow_up):
                part.write(b" " * 2**20)
            part.write(END.encode())
    return path


def answers(path: Path) -> str:
    pytest.importorskip("resource", reason="limits of a process are set as on Unix")
    done = subprocess.run(
        [sys.executable, "-c", READ.format(memory=MEMORY, root=str(ROOT)), str(path)],
        capture_output=True,
        timeout=2 * SECONDS,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_package_is_a_workbook_where_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    sheet = SHEET + '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    strings = (
        '<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>harmless</t></si></sst>"
    )
    assert "harmless" in answers(package(tmp_path / "sound.xlsx", sheet, strings))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    said = answers(package(tmp_path / "bomb.xlsx", SHEET, blow_up=500))
    assert said.count("REFUSED") == 2
    assert "unpacks to far more" in said


def test_two_million_cells_fit_and_one_more_row_does_not(tmp_path: Path) -> None:
    letters = "ABCDEFGHIJKLMNOPQRST"
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>{row}.5</v></c>' for letter in letters) + "</row>"
        for row in range(1, 100_002)
    )
    whole = SHEET + rows
    assert "READ Rows" in answers(package(tmp_path / "fits.xlsx", whole[: whole.index('<row r="100001"')]))
    assert "more than 2000000 cells" in answers(package(tmp_path / "over.xlsx", whole))


def test_a_giant_declared_range_is_refused(tmp_path: Path) -> None:
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    said = answers(package(tmp_path / "wide.xlsx", SHEET + corners))
    assert said.count("REFUSED") == 2
    assert "larger area" in said


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample workbooks are not on this machine")
def test_an_xls_of_65536_by_256_with_four_cells_is_refused() -> None:
    assert answers(SAMPLES / "51535.xls").count("larger area") == 2


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    bomb = f'<!DOCTYPE sst [<!ENTITY l0 "lol">{levels}]>'
    strings = (
        f'<?xml version="1.0"?>{bomb}<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>&l9;</t></si></sst>"
    )
    sheet = SHEET + '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert "lollol" not in answers(package(tmp_path / "entities.xlsx", sheet, strings))


def test_no_other_file_is_read_into_a_cell(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the-secret", encoding="utf-8")
    outside = f'<!DOCTYPE sst [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    strings = (
        f'<?xml version="1.0"?>{outside}<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>&x;</t></si></sst>"
    )
    sheet = SHEET + '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert "the-secret" not in answers(package(tmp_path / "outside.xlsx", sheet, strings))


def test_an_encrypted_ods_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "locked.ods"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", b"\x01\x02")
        file.writestr("META-INF/manifest.xml", "<m:manifest><m:encryption-data/></m:manifest>")
    assert answers(path).count("is protected by a password") == 2


def test_an_ods_that_repeats_a_cell_over_the_whole_sheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "repeated.ods"
    office, table = (
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    )
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}"><office:body><office:spreadsheet>'
        '<table:table table:name="S"><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", content)
        file.writestr("META-INF/manifest.xml", "<m:manifest/>")
    assert answers(path).count("larger area") == 2


def test_a_csv_that_never_closes_its_quotation_mark_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_bytes(b'a,b\r\n1,"' + b"x,y\r\n" * 2_000_000)
    assert answers(path).count("quotation mark is not closed") == 2


def test_a_csv_of_millions_of_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_bytes((b"1," * 1000 + b"1\r\n") * 10_000)
    assert answers(path).count("more than 6000000 cells") == 2
