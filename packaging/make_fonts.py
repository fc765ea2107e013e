"""Makes the fonts in resources/fonts from pinned packages: subsets for speed, one face for rare names.

Run ``python packaging/make_fonts.py`` from a checkout with fontTools and npm installed (neither is
needed to run OrderDesk). The same packages give the same bytes.
"""

import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

TARGET = Path(__file__).resolve().parents[1] / "resources" / "fonts"
VERSION = "0.4.3"
PACKAGES = {"Sans": "@expo-google-fonts/noto-sans-sc", "Serif": "@expo-google-fonts/noto-serif-sc"}
CHARACTER_LIST = "pypinyin-dict==0.9.0"
CHARACTER_LIST_FILE = "pypinyin_dict/pinyin_data/ktghz2013.py"
KEPT_TABLES = {"head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "loca", "glyf", "name", "post"}
SYMBOLS = [
    (0x0020, 0x024F),  # Latin
    (0x0370, 0x045F),  # Greek, Cyrillic
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),  # punctuation
    (0x2070, 0x209F),
    (0x20A0, 0x20CF),  # currencies
    (0x2100, 0x218F),
    (0x2190, 0x22FF),  # arrows, mathematics
    (0x2300, 0x23FF),
    (0x2460, 0x257F),
    (0x25A0, 0x266F),
    (0x2E80, 0x2E99),
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3040, 0x30FF),  # kana, in Japanese names
    (0x3200, 0x33FF),  # ㎡ ㎜ ㈱
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
]

SOURCE = """The fonts of OrderDesk's papers

{files}

Made by packaging/make_fonts.py from the npm packages
  {sans} {version}
  {serif} {version}
(static Noto Sans SC and Noto Serif SC as TrueType, Copyright 2014-2021 Adobe, SIL Open Font License 1.1,
see OFL.txt; embedding in documents is allowed).

OrderDesk{{Sans,Serif}}-{{Regular,Bold}}.ttf hold GB 2312, the 8,105 characters of the list of general standard
Chinese characters (通用规范汉字表, as the field kTGHZ2013 of Unihan lists them, read from the Python package
{characters}), Latin, Greek, Cyrillic, kana and symbols.
OrderDeskSans-Rare.ttf holds every other character of Noto Sans SC Regular, for rare names.

Changed: subset; hinting, layout, vertical and style tables dropped; renamed, so that
they are not taken for the originals.
"""


def standard_characters(folder: Path) -> set[int]:
    """The 8,105 characters of 通用规范汉字表 and the characters of GB 2312, as code points."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", str(folder), CHARACTER_LIST],
        check=True,
    )
    with zipfile.ZipFile(next(folder.glob("pypinyin_dict*.whl"))) as wheel:
        listed = wheel.read(CHARACTER_LIST_FILE).decode("utf-8")
    general = {int(code, 16) for code in re.findall(r"^\s+(0x[0-9A-Fa-f]+):", listed, re.MULTILINE)}
    if len(general) != 8105:
        raise SystemExit(f"expected 8105 general characters, found {len(general)}")
    gb2312 = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                gb2312.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return general | gb2312


def package_files(folder: Path, package: str) -> tarfile.TarFile:
    """The npm package at its pinned version, as an open archive."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{VERSION}"], cwd=folder, check=True, capture_output=True, text=True
    )
    return tarfile.open(folder / packed.stdout.split()[-1])


def read(archive: tarfile.TarFile, ending: str) -> bytes:
    """The one file of the archive whose name ends so."""
    (name,) = (name for name in archive.getnames() if name.endswith(ending))
    member = archive.extractfile(name)
    assert member is not None
    return member.read()


def make(original: bytes, wanted: set[int], name: str) -> bytes:
    """A TrueType file that holds the wanted characters of the original under the given name."""
    font = TTFont(io.BytesIO(original), recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += sorted(set(font.keys()) - KEPT_TABLES - {"GlyphOrder"})
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    family, style = name.split("-")
    licence = [record.toUnicode() for record in font["name"].names if record.nameID in (0, 13)]
    table = font["name"] = newTable("name")
    table.names = []
    for identity, text in ((1, family), (2, style), (4, name), (6, name), (13, " ".join(licence))):
        table.setName(text, identity, 3, 1, 0x409)
    full = [sub for sub in font["cmap"].tables if sub.platformID == 3 and sub.format == 12]
    font["cmap"].tables = full or [sub for sub in font["cmap"].tables if sub.platformID == 3]
    font["post"].formatType = 3.0
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def main() -> None:
    """Writes all faces, the licence and SOURCE.txt."""
    TARGET.mkdir(parents=True, exist_ok=True)
    made: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wanted = standard_characters(folder)
        for first, last in SYMBOLS:
            wanted.update(range(first, last + 1))
        for family, package in PACKAGES.items():
            with package_files(folder, package) as archive:
                for style, weight in (("Regular", "400Regular"), ("Bold", "700Bold")):
                    original = read(archive, f"/Noto{family}SC_{weight}.ttf")
                    name = f"OrderDesk{family}-{style}"
                    made[f"{name}.ttf"] = make(original, wanted, name)
                    if name == "OrderDeskSans-Regular":
                        rest = set(TTFont(io.BytesIO(original)).getBestCmap()) - wanted
                        made["OrderDeskSans-Rare.ttf"] = make(original, rest, "OrderDeskSans-Rare")
                if family == "Sans":
                    made["OFL.txt"] = read(archive, "LICENSE_FONT")
    files = "\n".join(
        f"{name}  {len(data):,} bytes  sha256 {hashlib.sha256(data).hexdigest()}"
        for name, data in sorted(made.items())
        if name.endswith(".ttf")
    )
    source = SOURCE.format(
        files=files, sans=PACKAGES["Sans"], serif=PACKAGES["Serif"], version=VERSION, characters=CHARACTER_LIST
    )
    for name, data in made.items():
        (TARGET / name).write_bytes(data)
    (TARGET / "SOURCE.txt").write_text(source, encoding="utf-8")


if __name__ == "__main__":
    main()
