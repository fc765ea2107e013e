"""The fonts of papers: parses a shipped face once, embeds the characters that a paper uses."""

import hashlib
import struct
import sys
import threading
from array import array
from bisect import bisect_right
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics

from orderdesk_gui.rules.assets import asset

rl_config.useA85 = 0  # papers are files, not text: base 85 would only make them larger and slower

SANS, SANS_BOLD = "OrderDeskSans-Regular", "OrderDeskSans-Bold"
SERIF, SERIF_BOLD = "OrderDeskSerif-Regular", "OrderDeskSerif-Bold"
RARE = "OrderDeskSans-Rare"
_FALLBACKS = {SANS: (RARE,), SANS_BOLD: (RARE,), SERIF: (SANS, RARE), SERIF_BOLD: (SANS_BOLD, RARE)}
_MISSING = 0x25A1  # □ stands where no face has the character
_COMPONENTS_FOLLOW = 0x20


def _numbers(kind: str, data: bytes) -> "array[int]":
    """Big-endian integers of a font table."""
    values = array(kind, data)
    if sys.byteorder == "little":
        values.byteswap()
    return values


class Face:
    """One TrueType file: which characters it has, how wide they are, where their ink is.

    All measures are in thousandths of the type size (the shipped faces have 1000 units per em).
    """

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.data = data = path.read_bytes()
        self.tables: dict[str, tuple[int, int]] = {}
        for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16):
            tag, _, offset, length = struct.unpack_from(">4sLLL", data, at)
            self.tables[tag.decode("ascii")] = (offset, length)
        head, hhea = self.table("head"), self.table("hhea")
        self.box = struct.unpack(">4h", head[36:44])
        self.ascent, self.descent = struct.unpack(">2h", hhea[4:8])
        wide = struct.unpack(">H", hhea[34:36])[0]
        hmtx = self.table("hmtx")
        self._metrics = _numbers("H", hmtx[: 4 * wide])
        self._bearings = _numbers("H", hmtx[4 * wide :])
        long_offsets = struct.unpack(">h", head[50:52])[0] == 1
        loca = _numbers("I" if long_offsets else "H", self.table("loca"))
        self._places = loca if long_offsets else array("I", (2 * place for place in loca))
        self._groups = self._read_characters()

    def table(self, tag: str) -> bytes:
        """The bytes of one table."""
        offset, length = self.tables[tag]
        return self.data[offset : offset + length]

    def _read_characters(self) -> tuple["array[int]", "array[int]", "array[int]"]:
        """First and last code point and first glyph of each group, from the table that also reaches beyond
        U+FFFF (format 12)."""
        cmap = self.table("cmap")
        for at in range(4, 4 + 8 * struct.unpack_from(">H", cmap, 2)[0], 8):
            start = struct.unpack_from(">L", cmap, at + 4)[0]
            if struct.unpack_from(">H", cmap, start)[0] == 12:
                groups = _numbers("I", cmap[start + 16 : start + struct.unpack_from(">L", cmap, start + 4)[0]])
                return groups[::3], groups[1::3], groups[2::3]
        raise ValueError(f"{self.name} has no character table of format 12")

    def glyph_of(self, code: int) -> int:
        """The glyph of a code point, 0 where the face lacks it."""
        firsts, lasts, glyphs = self._groups
        at = bisect_right(firsts, code) - 1
        return glyphs[at] + code - firsts[at] if at >= 0 and code <= lasts[at] else 0

    def glyph(self, character: str) -> int:
        """The glyph that is drawn for a character; the box □ for one that the face lacks."""
        return self.glyph_of(ord(character)) or self.glyph_of(_MISSING)

    def metric(self, glyph: int) -> tuple[int, int]:
        """Advance width and left bearing (as an unsigned 16-bit number) of a glyph."""
        at = 2 * glyph
        if at < len(self._metrics):
            return self._metrics[at], self._metrics[at + 1]
        return self._metrics[-2], self._bearings[glyph - len(self._metrics) // 2]

    def outline(self, glyph: int) -> bytes:
        """The glyph's entry in the table of outlines; empty for a space."""
        start = self.tables["glyf"][0]
        return self.data[start + self._places[glyph] : start + self._places[glyph + 1]]

    def ink(self, character: str) -> tuple[int, int]:
        """Left and right edge of what is drawn for the character."""
        outline = self.outline(self.glyph(character))
        if not outline:
            return 0, 0
        left, _, right, _ = struct.unpack_from(">4h", outline, 2)
        return left, right

    def subset(self, characters: list[str]) -> bytes:
        """A TrueType file whose glyph 1 is the first character, glyph 2 the second, and so on."""
        glyphs = [0, *map(self.glyph, characters)]
        outlines = []
        renumbered: dict[int, int] = {}
        for glyph in glyphs:  # grows while it is walked: parts of composed glyphs come after the characters
            outline = self.outline(glyph)
            if outline[:2] == b"\xff\xff":
                outline = self._renumber(outline, glyphs, renumbered)
            outlines.append(outline + bytes(-len(outline) % 4))
        offsets = array("I", [0])
        for outline in outlines:
            offsets.append(offsets[-1] + len(outline))
        metrics = array("H", chain.from_iterable(map(self.metric, glyphs)))
        if sys.byteorder == "little":
            offsets.byteswap()
            metrics.byteswap()
        count = struct.pack(">H", len(glyphs))
        hhea, maxp, head = self.table("hhea"), self.table("maxp"), self.table("head")
        return _font_file(
            {
                "glyf": b"".join(outlines),
                "head": head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:],
                "hhea": hhea[:34] + count,
                "hmtx": metrics.tobytes(),
                "loca": offsets.tobytes(),
                "maxp": maxp[:4] + count + maxp[6:],
            }
        )

    @staticmethod
    def _renumber(outline: bytes, glyphs: list[int], renumbered: dict[int, int]) -> bytes:
        """A composed glyph whose parts are named by their new numbers, appended to ``glyphs``."""
        out = bytearray(outline)
        at, flags = 10, _COMPONENTS_FOLLOW
        while flags & _COMPONENTS_FOLLOW:
            flags, part = struct.unpack_from(">HH", out, at)
            if part not in renumbered:
                renumbered[part] = len(glyphs)
                glyphs.append(part)
            struct.pack_into(">H", out, at + 2, renumbered[part])
            at += 4 + (4 if flags & 1 else 2)
            at += 2 if flags & 8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0
        return bytes(out)


def _font_file(tables: dict[str, bytes]) -> bytes:
    """Tables put together as a TrueType file with checksums."""
    power = 1 << (len(tables).bit_length() - 1)
    head = struct.pack(
        ">LHHHH", 0x00010000, len(tables), 16 * power, power.bit_length() - 1, 16 * (len(tables) - power)
    )
    offset = 12 + 16 * len(tables)
    directory, bodies, total = [], [], 0
    for tag, content in tables.items():
        padded = content + bytes(-len(content) % 4)
        checksum = sum(_numbers("I", padded)) & 0xFFFFFFFF
        entry = struct.pack(">4sLLL", tag.encode("ascii"), checksum, offset, len(content))
        directory.append(entry)
        bodies.append(padded)
        total += checksum + sum(_numbers("I", entry))
        offset += len(padded)
    total += sum(_numbers("I", head))
    adjustment = struct.pack(">L", (0xB1B0AFBA - total) & 0xFFFFFFFF)
    names = list(tables)
    at = names.index("head")
    bodies[at] = bodies[at][:8] + adjustment + bodies[at][12:]
    return b"".join([head, *directory, *bodies])


class Codes(dict[str, str]):
    """Character to its two-byte code in one paper, in hexadecimal; a new character gets the next code."""

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{len(self) + 1:04X}"
        return code


class PaperFont:
    """A face as reportlab's canvas wants it, embedded as one composite font of the characters used.

    reportlab's own TrueType fonts write a wrong ToUnicode map beyond U+FFFF (such a character copies as
    another one) and change the font every 256 characters; this one does neither. A character that the face
    lacks is drawn as □ and still copies as itself.
    """

    _dynamicFont = 1
    _multiByte = 1
    shapable = False

    def __init__(self, name: str) -> None:
        self.fontName = name
        self.face = Face(name, asset("fonts", f"{name}.ttf"))
        self._codes: WeakKeyDictionary[Any, Codes] = WeakKeyDictionary()
        self._widths: dict[str, int] = {}

    def width(self, character: str) -> int:
        """Advance of one character in thousandths of the type size."""
        found = self._widths.get(character)
        if found is None:
            found = self._widths[character] = self.face.metric(self.face.glyph(character))[0]
        return found

    def has(self, character: str) -> bool:
        """Whether the face can draw the character."""
        return self.face.glyph_of(ord(character)) > 0

    def codes(self, canvas: Any) -> Codes:
        """The codes that this paper uses, to be looked up and so extended by whoever draws text."""
        document = canvas._doc
        codes = self._codes.get(document)
        if codes is None:
            codes = self._codes[document] = Codes()
        return codes

    def resource(self, canvas: Any) -> str:
        """The name under which a page's content refers to the font, such as ``/F2``."""
        return self.getSubsetInternalName(0, canvas._doc)

    def stringWidth(self, text: str, size: float, encoding: str = "utf-8") -> float:
        """Width in points of text without any spacing; called by reportlab."""
        return sum(map(self.width, text)) * size / 1000

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """The text in the paper's codes; called by reportlab's ``drawString``."""
        codes = self._codes.setdefault(doc, Codes())
        return [(0, bytes.fromhex("".join(codes[character] for character in text)))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        """Announces the font to the paper and names it; called by reportlab."""
        name = doc.fontMapping.get(self.fontName)
        if name is None:
            name = doc.fontMapping[self.fontName] = f"/F{len(doc.fontMapping) + 1}"
            doc.delayedFonts.append(self)
        return str(name)

    def addObjects(self, doc: Any) -> None:
        """Writes the font into the paper; called by reportlab when the paper is finished."""
        characters = list(self._codes.pop(doc, Codes()))
        resource = doc.fontMapping[self.fontName][1:]
        content = self.face.subset(characters)
        letters = hashlib.sha256(content).digest()[:6]
        name = "".join(chr(65 + byte % 26) for byte in letters) + "+" + self.fontName
        face = self.face
        descriptor = {
            "Type": "/FontDescriptor",
            "FontName": pdfdoc.PDFName(name),
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray(face.box),
            "ItalicAngle": 0,
            "Ascent": face.ascent,
            "Descent": face.descent,
            "CapHeight": 733,
            "StemV": 140 if self.fontName.endswith("Bold") else 80,
            "FontFile2": _stream(doc, f"file:{resource}", content, Length1=len(content)),
        }
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": pdfdoc.PDFName(name),
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
            ),
            "CIDToGIDMap": "/Identity",
            "DW": 1000,
            "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(list(map(self.width, characters)))]),
            "FontDescriptor": doc.Reference(pdfdoc.PDFDictionary(descriptor), f"descriptor:{resource}"),
        }
        composite = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": pdfdoc.PDFName(name),
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray(
                [doc.Reference(pdfdoc.PDFDictionary(descendant), f"descendant:{resource}")]
            ),
            "ToUnicode": _stream(doc, f"unicode:{resource}", to_unicode(characters)),
        }
        doc.idToObject["BasicFonts"].dict[resource] = doc.Reference(pdfdoc.PDFDictionary(composite), resource)


def _stream(doc: Any, name: str, content: bytes, **entries: int) -> Any:
    """A compressed stream as an object of its own, and the reference to it."""
    stream = pdfdoc.PDFStream()
    stream.content = content
    stream.dictionary.dict.update(entries)
    stream.filters = [pdfdoc.PDFZCompress]
    return doc.Reference(stream, name)


def to_unicode(characters: list[str]) -> bytes:
    """The map from codes 1, 2, 3 ... back to characters, by which text copies and searches."""
    lines = [
        f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>" for code, character in enumerate(characters, 1)
    ]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode("ascii")


_fonts: dict[str, PaperFont] = {}
_reading = threading.Lock()  # papers are made in several threads, yet a face has one object only


def font(name: str) -> PaperFont:
    """The font of that name, read and made known to reportlab at its first use."""
    found = _fonts.get(name)
    if found is None:
        with _reading:
            found = _fonts.get(name)
            if found is None:
                found = PaperFont(name)
                pdfmetrics.registerFont(found)
                _fonts[name] = found
    return found


@cache
def font_for(name: str, character: str) -> PaperFont:
    """The font that draws the character in a text set in the named face.

    The face itself, else the first of its fallbacks that has it, else the face again, which draws □.
    """
    own = font(name)
    if own.has(character):
        return own
    for other in _FALLBACKS.get(name, ()):
        if font(other).has(character):
            return font(other)
    return own
