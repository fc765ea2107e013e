"""The sheet of every A4 paper: letterhead, running head, foot, watermark, metadata and the bytes."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import MM, Block, Solid, draw_rule, paginate
from orderdesk_gui.documents.facts import Letterhead as Letterhead
from orderdesk_gui.documents.fonts import SANS, SANS_BOLD, font
from orderdesk_gui.documents.text import ACCENT, HAIRLINE, QUIET, Style, TextBlock, draw_text, text_width
from orderdesk_gui.rules.language import UserError

WIDTH, HEIGHT = 210 * MM, 297 * MM
LETTERHEAD_RULE = 30.5 * MM
FOOT_RULE = 284 * MM
LABEL = Style(SANS, SANS_BOLD, 7.5, 11.5, QUIET)
SEAL = 40 * MM
_LOGO_PIXELS = 600
_WATERMARKS = {
    "draft": ("草稿", "DRAFT", "#ECEFF3"),
    "demo": ("演示", "DEMO", "#E6EEFB"),
    "void": ("作废", "VOID", "#FBE4E4"),
}


class About(NamedTuple):
    """What the file says about itself: the document properties, and the date it bears."""

    title: str
    author: str
    subject: str
    dated: date


class Sheet(NamedTuple):
    """The area that blocks fill, in points: left edge, width, top on the first and later pages, bottom.

    Top and bottom are counted down from the upper edge of the paper. ``page`` is the paper's width and height;
    ``shift`` moves all that is printed to the right and down, for printers that feed their paper askew.
    """

    left: float
    width: float
    first_top: float
    later_top: float
    bottom: float = 279.5 * MM
    page: tuple[float, float] = (WIDTH, HEIGHT)
    shift: tuple[float, float] = (0, 0)

    def paginate(self, blocks: Sequence[Block]) -> list[list[Block]]:
        """The blocks of each page."""
        return paginate(blocks, self.width, lambda page: self.bottom - (self.later_top if page > 1 else self.first_top))


def both(language: str, zh: str, en: str, between: str = " ") -> str:
    """One text of two by the language of the paper ("zh", "en" or "both")."""
    if language == "both" and zh and en and zh != en:
        return f"{zh}{between}{en}"
    return (en or zh) if language == "en" else (zh or en)


def render(
    blocks: Sequence[Block],
    sheet: Sheet,
    decorate: Callable[[Canvas, int, int], None],
    about: About,
    *,
    language: str,
    watermark: str | None = None,
) -> bytes:
    """The finished PDF; ``decorate(canvas, page, pages)`` draws what stands around the blocks.

    ``watermark`` is None, "draft", "demo" or "void". The same arguments give the same bytes.
    """
    pages = sheet.paginate(blocks)
    font(SANS)
    out = io.BytesIO()
    first: Any = SANS  # else the paper would list Helvetica
    canvas = Canvas(out, pagesize=sheet.page, invariant=1, initialFontName=first, pageCompression=1, pdfVersion=(1, 4))
    canvas.setTitle(about.title)
    canvas.setAuthor(about.author)
    canvas.setSubject(about.subject)
    canvas.setCreator("OrderDesk")
    canvas.setProducer("OrderDesk")
    canvas.setDateFormatter(lambda *_: f"D:{about.dated:%Y%m%d}000000Z")
    document: Any = getattr(canvas, "_doc")  # noqa: B009
    document.Catalog.Lang = f"({'en' if language == 'en' else 'zh-CN'})"
    right, down = sheet.shift
    for number, placed in enumerate(pages, 1):
        if right or down:
            canvas.translate(right, -down)
        if watermark:
            _draw_watermark(canvas, watermark, language, sheet.page)
        decorate(canvas, number, len(pages))
        top = sheet.page[1] - (sheet.later_top if number > 1 else sheet.first_top)
        for index, block in enumerate(placed):
            top -= block.space if index else 0
            block.draw(canvas, sheet.left, top, sheet.width)
            top -= block.height(sheet.width)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_watermark(canvas: Canvas, kind: str, language: str, page: tuple[float, float]) -> None:
    zh, en, color = _WATERMARKS[kind]
    upright = page[1] > page[0]
    size = (96 if language == "both" else 120) if upright else 64
    style = Style(SANS_BOLD, SANS_BOLD, size, 0, color, "center")
    canvas.saveState()
    canvas.translate(page[0] / 2, page[1] / 2)
    canvas.rotate(52 if upright else 28)
    draw_text(canvas, 0, -40, both(language, zh, en), style)
    canvas.restoreState()


@lru_cache(maxsize=8)
def _logo(data: bytes) -> Any:
    """The logo as an image of at most 600 pixels a side."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            opened.draft("RGB", (_LOGO_PIXELS, _LOGO_PIXELS))
            image = opened.convert("RGBA" if "A" in opened.getbands() or "transparency" in opened.info else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError("The logo cannot be read. Choose a PNG or JPEG picture.", field="logo") from error
    image.thumbnail((_LOGO_PIXELS, _LOGO_PIXELS))
    return image


def check_logo(data: bytes) -> None:
    """Raises a UserError where the bytes are no picture that a letterhead can show."""
    _logo(data)


def draw_letterhead(canvas: Canvas, head: Letterhead, language: str, left: float, width: float) -> None:
    """Logo and names at the left, address and numbers at the right, the rule at 30.5 mm."""
    x, right = left, left + width
    if head.logo:
        from reportlab.lib.utils import ImageReader

        image = _logo(head.logo)
        scale = min(12 * MM / image.height, 42 * MM / image.width)
        wide, high = image.width * scale, image.height * scale
        canvas.drawImage(ImageReader(image), x, HEIGHT - 20 * MM - high / 2, wide, high, mask="auto")
        x += wide + 3.2 * MM
    english = language == "en"
    first, second = (head.name_en, head.name_zh) if english else (head.name_zh, head.name_en)
    if english or not second:
        second = ""
    first = first or head.name_zh or head.name_en
    contact = "   ".join(
        part for part in (head.phone and both(language, "电话", "Tel") + " " + head.phone, head.email) if part
    )
    code = head.uscc and ("USCC " if english else "统一社会信用代码 ") + head.uscc
    address = both(language, head.address_zh, head.address_en, "\n")
    lines = [part for part in (*address.split("\n"), contact, head.website, code) if part]
    widest = 0.0
    top = HEIGHT - 25.8 * MM + 4.1 * MM * (len(lines) - 1)
    for index, line in enumerate(lines):
        style = LABEL.with_(align="right")
        widest = max(widest, draw_fitted(canvas, right, top - index * 4.1 * MM, line, style, 78 * MM))
    room = right - widest - 6 * MM - x
    name = Style(SANS_BOLD, SANS_BOLD, 13, 16)
    draw_fitted(canvas, x, HEIGHT - (19 if second else 21.5) * MM, first, name, room)
    if second:
        small = Style(SANS, SANS_BOLD, 8.5, 11, QUIET)
        draw_fitted(canvas, x, HEIGHT - 24.4 * MM, second, small, room)
    draw_rule(canvas, left, HEIGHT - LETTERHEAD_RULE, right, 1, ACCENT)


def draw_fitted(canvas: Canvas, x: float, baseline: float, text: str, style: Style, room: float) -> float:
    """One line made smaller, down to 5 points, and then cut with … so that it fits; returns its width."""
    text = text.replace("\n", " ")
    width = text_width(text, style)
    if width > room:
        style = style.with_(size=max(min(5.0, style.size), style.size * max(room, 0) / width))
        if text_width(text, style) > room + 0.1:
            while len(text) > 1 and text_width(text + "…", style) > room:
                text = text[: min(len(text) - 1, int(len(text) * room / text_width(text, style)) + 1)]
            text += "…"
        width = text_width(text, style)
    draw_text(canvas, x, baseline, text, style)
    return width


def draw_running_head(canvas: Canvas, left: float, width: float, texts: Sequence[str]) -> None:
    """The small head of later pages: two texts at left and right, or one more in the middle."""
    baseline = HEIGHT - 16.6 * MM
    places = [(0.0, "left", 0.3), (1.0, "right", 0.67)]
    if len(texts) == 3:
        places = [(0.0, "left", 0.45), (0.518, "left", 0.22), (1.0, "right", 0.22)]
    for text, (at, align, share) in zip(texts, places, strict=True):
        draw_fitted(canvas, left + at * width, baseline, text, LABEL.with_(align=align), share * width)
    draw_rule(canvas, left, HEIGHT - 19.2 * MM, left + width, 0.4, HAIRLINE)


def draw_foot(
    canvas: Canvas, left: float, width: float, number: str, page: int, pages: int, language: str, rule: bool = True
) -> None:
    """The paper's number at the left, page x of y at the right, the rule at 284 mm."""
    if rule:
        draw_rule(canvas, left, HEIGHT - FOOT_RULE, left + width, 0.4, HAIRLINE)
    baseline = HEIGHT - 288 * MM
    draw_fitted(canvas, left, baseline, number, LABEL, width * 0.6)
    counted = both(language, f"第 {page} 页，共 {pages} 页", f"Page {page} of {pages}", "   ")
    draw_text(canvas, left + width, baseline, counted, LABEL.with_(align="right"))


class Signature(Solid):
    """Lines to sign and date on, and the circle of 40 mm that stays free for the seal.

    ``labels`` are set above the lines; ``seal`` is the quiet word in the circle.
    """

    def __init__(self, labels: Sequence[str], seal: str, *, gap: float = 16 * MM, space: float = 0) -> None:
        super().__init__(max(len(labels) * gap, SEAL) + 2 * MM, space=space)
        self.labels, self.seal, self.gap = labels, seal, gap

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws the circle, the labels to its left and the lines."""
        radius = SEAL / 2
        center_x, center_y = x + width - radius - 1 * MM, top - radius - 1 * MM
        canvas.saveState()
        canvas.setStrokeColor("#A9B4C4")
        canvas.setLineWidth(0.5)
        canvas.setDash(1.5, 2.2)
        canvas.circle(center_x, center_y, radius)
        canvas.restoreState()
        quiet = LABEL.with_(color="#98A2B0", align="center")
        draw_text(canvas, center_x, top - self.gap - 6.5 * MM, self.seal, quiet)
        for index, label in enumerate(self.labels):
            line = top - (index + 1) * self.gap + 0.5 * MM
            beside = max(width - SEAL - 2.5 * MM, 14 * MM)
            block = TextBlock(label, LABEL.with_(size=8, leading=11))
            block.draw(canvas, x, line + 1.4 * MM + block.height(beside), beside)
            draw_rule(canvas, x, line, x + width, 0.5, "#8792A3")
