"""Facts of a complaint in, the 8D report as PDF out: Chinese or English."""

from datetime import date

from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import MM, Block, Cell, Columns, Rule, Solid, Stack, draw_rule
from orderdesk_gui.documents.complaint_facts import ReportFacts, StepLine
from orderdesk_gui.documents.fonts import SANS_BOLD
from orderdesk_gui.documents.page import (
    LABEL,
    About,
    Sheet,
    both,
    draw_fitted,
    draw_foot,
    draw_letterhead,
    draw_running_head,
    render,
)
from orderdesk_gui.documents.tables import CELL, Column, Row, Table
from orderdesk_gui.documents.text import ACCENT, BODY, HAIRLINE, QUIET, Style, TextBlock, draw_text

_LEFT, _WIDTH = 20 * MM, 170 * MM
_IN = 9.5 * MM
_AMBER = "#C98A1B"
_TITLE = ("8D 报告", "8D Report")
STEPS = {
    "D0": ("应急措施", "Emergency response", "应急", "Respond"),
    "D1": ("小组", "Team", "小组", "Team"),
    "D2": ("问题描述", "Problem description", "描述", "Problem"),
    "D3": ("围堵措施", "Interim containment", "围堵", "Contain"),
    "D4": ("根本原因", "Root causes", "原因", "Cause"),
    "D5": ("选定对策", "Chosen corrective actions", "对策", "Actions"),
    "D6": ("实施与验证", "Implementation and validation", "实施", "Carry out"),
    "D7": ("预防再发", "Prevention of recurrence", "预防", "Prevent"),
    "D8": ("关闭", "Closure", "关闭", "Closure"),
}
"""Step -> its heading and its short name, Chinese and English."""
_HEADS = {"text": ("内容", "What"), "owner": ("责任", "Owner"), "due": ("计划", "Due"), "done": ("完成", "Done"),
          "effect": ("效果", "Effect")}  # fmt: skip


def render_8d(facts: ReportFacts, *, watermark: str | None = None) -> bytes:
    """The PDF; `watermark` as for all papers. The same facts give the same bytes."""
    language = facts.language
    sheet = Sheet(_LEFT, _WIDTH, 37.5 * MM, 25 * MM)
    own = facts.letterhead.name(language)
    title = both(language, *_TITLE)

    def decorate(canvas: Canvas, page: int, pages: int) -> None:
        if page == 1:
            draw_letterhead(canvas, facts.letterhead, language, _LEFT, _WIDTH)
        else:
            draw_running_head(canvas, _LEFT, _WIDTH, [f"{title} {facts.number}", own])
        draw_foot(canvas, _LEFT, _WIDTH, facts.number, page, pages, language)

    blocks: list[Block] = [_Title(facts), _StepStrip(facts), _pairs(facts.pairs, 3)]
    for step in STEPS:
        blocks += _section(facts, step)
    about = About(f"{title} {facts.number}", own, facts.customer, facts.dated)
    return render(blocks, sheet, decorate, about, language=language, watermark=watermark)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


class _Title(Solid):
    """The name of the paper and what it is about, its number and date at the right."""

    def __init__(self, facts: ReportFacts) -> None:
        super().__init__(15 * MM)
        self.facts = facts

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws all on one baseline."""
        facts, baseline = self.facts, top - 8 * MM
        big = Style(SANS_BOLD, SANS_BOLD, 23, 28)
        used = draw_fitted(canvas, x, baseline, both(facts.language, *_TITLE), big, 60 * MM)
        draw_fitted(canvas, x + used + 8 * MM, baseline, facts.subject, Style(size=12, leading=16), 78 * MM - used / 3)
        number = Style(SANS_BOLD, SANS_BOLD, 12.5, 16, align="right")
        draw_fitted(canvas, x + width, top - 3.5 * MM, facts.number, number, 60 * MM)
        draw_text(canvas, x + width, top - 8.4 * MM, _day(facts.dated), LABEL.with_(align="right"))


class _StepStrip(Solid):
    """Nine steps side by side: done, present or to come."""

    def __init__(self, facts: ReportFacts) -> None:
        super().__init__(13 * MM, space=1 * MM)
        self.facts = facts

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draws a bar, the step and its day for each."""
        facts, gap = self.facts, 1.8 * MM
        each = (width - 8 * gap) / 9
        for at, (step, names) in enumerate(STEPS.items()):
            left, state = x + at * (each + gap), facts.states[step]
            colour = {"done": ACCENT, "present": _AMBER}.get(state, HAIRLINE)
            draw_rule(canvas, left, top, left + each, 0.6 if state == "future" else 2, colour)
            ink = QUIET if state == "future" else "#1B2430"
            strong = Style(SANS_BOLD, SANS_BOLD, 8.5, 12, ink)
            short = f"{step} {both(facts.language, names[2], names[3])}"
            draw_fitted(canvas, left, top - 4.6 * MM, short, strong, each)
            note, tone = _when(facts, step)
            draw_fitted(canvas, left, top - 8.6 * MM, note, LABEL.with_(color=_AMBER if tone else QUIET), each)


def _when(facts: ReportFacts, step: str) -> tuple[str, bool]:
    """What stands under a step: the day it was done, or is planned for; whether it is under way."""
    lines, state = facts.steps.get(step, ()), facts.states[step]
    if state == "done":
        return _day(max((line.done for line in lines if line.done), default=None)), False
    planned = min((line.due for line in lines if line.due and not line.done), default=None)
    if state == "present":
        if planned:
            return both(facts.language, f"计划 {planned:%m-%d}", f"due {planned:%m-%d}"), True
        return both(facts.language, "进行中", "under way"), True
    return "", False


def _pairs(pairs: tuple[tuple[str, str], ...], beside: int) -> Block:
    """Labels with values, `beside` of them in a row."""
    rows: list[Block] = [Rule()]
    each = _WIDTH / beside
    label = LABEL.with_(leading=15.3, beside=9)
    for at in range(0, len(pairs), beside):
        cells: list[Cell] = []
        for place, (name, value) in enumerate(pairs[at : at + beside]):
            left = place * each
            cells.append(Cell(left, 19 * MM, TextBlock(name, label)))
            text = BODY.with_(align="left")
            cells.append(Cell(left + 19 * MM, each - 22 * MM, TextBlock(value or "—", text)))
        rows.append(Columns(cells, space=1.2 * MM))
    return Stack(rows, space=2 * MM)


def _section(facts: ReportFacts, step: str) -> list[Block]:
    """The heading of a step and what was written under it."""
    language, names = facts.language, STEPS[step]
    strong = Style(SANS_BOLD, SANS_BOLD, 11, 16)
    head = Columns(
        [
            Cell(0, _IN, TextBlock(step, strong.with_(color=ACCENT))),
            Cell(_IN, _WIDTH - _IN, TextBlock(both(language, names[0], names[1]), strong)),
        ],
        space=2 * MM,
        keep=True,
    )
    body: list[Block] = []
    if step == "D2":
        for name, value in facts.problem:
            label = TextBlock(name, LABEL.with_(leading=15.3, beside=9))
            body.append(
                Columns([Cell(0, 24 * MM, label), Cell(24 * MM, _WIDTH - _IN - 24 * MM, TextBlock(value, BODY))])
            )
    lines = facts.steps.get(step, ())
    if lines:
        body.append(_table(lines, language))
    elif not body:
        body.append(TextBlock(both(language, "尚未开始", "Not begun yet"), LABEL.with_(leading=13)))
    inside = [Columns([Cell(_IN, _WIDTH - _IN, block)], space=0.8 * MM) for block in body]
    return [Rule(0.6, "#98A2B0", space=4 * MM), head, *inside]


def _table(lines: tuple[StepLine, ...], language: str) -> Table:
    """The measures of a step."""
    wide = _WIDTH - _IN
    places = {"text": (0.0, wide - 76 * MM), "owner": (wide - 73 * MM, 19 * MM), "due": (wide - 52 * MM, 17 * MM),
              "done": (wide - 33.5 * MM, 17 * MM), "effect": (wide - 15 * MM, 15 * MM)}  # fmt: skip
    columns = [Column(both(language, *_HEADS[key]), *places[key]) for key in places]
    cell = CELL.with_(align="left")
    rows: list[Row] = []
    for line in lines:
        said = (line.text, line.owner, _day(line.due), _day(line.done), line.effect)
        rows.append([TextBlock(text, cell) if text else None for text in said])
    return Table(columns, rows, padding=1.15 * MM)
