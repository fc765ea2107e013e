"""The content of a quotation as anybody would set it with reportlab's Platypus: the floor for papers."""

import io
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from orderdesk_gui.documents.quotes import QuotationFacts
from orderdesk_gui.rules.assets import asset

WIDTHS = [10 * mm, 27 * mm, 59 * mm, 11 * mm, 14 * mm, 24 * mm, 25 * mm]


class Platypus:
    """Sets a quotation with paragraphs in tables, in the same faces and about the same sizes."""

    def __init__(self, facts: QuotationFacts) -> None:
        self.facts = facts
        pdfmetrics.registerFont(TTFont("Bare", str(asset("fonts", "OrderDeskSans-Regular.ttf"))))
        pdfmetrics.registerFont(TTFont("BareBold", str(asset("fonts", "OrderDeskSans-Bold.ttf"))))
        self.text = ParagraphStyle("text", fontName="Bare", fontSize=9, leading=15.3, wordWrap="CJK")
        self.small = ParagraphStyle("small", parent=self.text, fontSize=7.5, leading=11)
        self.cell = ParagraphStyle("cell", parent=self.text, fontSize=8.8, leading=13)
        self.right = ParagraphStyle("right", parent=self.cell, alignment=2)
        self.bold = ParagraphStyle("bold", parent=self.text, fontName="BareBold")

    def render(self) -> bytes:
        """The PDF."""
        rl_config.useA85 = 0
        out = io.BytesIO()
        paper = SimpleDocTemplate(
            out, pagesize=A4, leftMargin=20 * mm, rightMargin=20 * mm, topMargin=37 * mm, bottomMargin=18 * mm,
            invariant=1,
        )  # fmt: skip
        story: list[Flowable] = [
            Paragraph("报价单", ParagraphStyle("title", parent=self.bold, fontSize=23, leading=30))
        ]
        story += [self._meta(), self._lines()]
        for one in self.facts.adjustments:
            row = [
                Paragraph(one.note_zh, self.small),
                Paragraph(one.zh, self.right),
                Paragraph(f"{one.amount:,}", self.right),
            ]
            story.append(Table([row], colWidths=[110 * mm, 30 * mm, 30 * mm]))
        story.append(Paragraph(f"{self.facts.total_words_zh} {self.facts.total:,}", self.bold))
        for term in self.facts.terms:
            texts = [Paragraph(part, self.text) for part in term.zh.split("\n")]
            story.append(Table([[Paragraph(term.key, self.bold), texts]], colWidths=[15 * mm, 150 * mm]))
        paper.build(story, onFirstPage=self._decorate, onLaterPages=self._decorate)
        return out.getvalue()

    def _meta(self) -> Table:
        facts, buyer = self.facts, self.facts.buyer
        rows = [
            ("客户", buyer.name, "报价日期", "2026年11月21日"),
            ("联系人", buyer.contact, "有效期至", "2026年12月21日（30 天）"),
            ("电话", buyer.phone, "贵方询价", facts.their_reference),
            ("地址", buyer.address, "项目", facts.project),
        ]
        made = [[Paragraph(cell, self.text if at % 2 else self.small) for at, cell in enumerate(row)] for row in rows]
        return Table(made, colWidths=[15 * mm, 70 * mm, 17 * mm, 68 * mm])

    def _lines(self) -> Table:
        heads = ("序号", "编码", "品名规格", "单位", "数量", "含税单价", "金额（元）")
        rows: list[list[Any]] = [[Paragraph(head, self.small) for head in heads]]
        for number, line in enumerate(self.facts.lines, 1):
            name = [Paragraph(line.name_zh, self.cell), Paragraph(line.spec_zh, self.small)]
            figures = (str(line.quantity), f"{line.price_gross:,}", f"{line.gross:,}")
            rows.append(
                [Paragraph(str(number), self.cell), Paragraph(line.code, self.cell), name,
                 Paragraph(line.unit_zh, self.cell), *(Paragraph(figure, self.right) for figure in figures)]
            )  # fmt: skip
        style = [("LINEBELOW", (0, 0), (-1, -1), 0.4, "#CFD6DF"), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                 ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]  # fmt: skip
        return Table(rows, colWidths=WIDTHS, repeatRows=1, style=style)

    def _decorate(self, canvas: Any, paper: Any) -> None:
        head = self.facts.letterhead
        canvas.setFont("BareBold", 13)
        canvas.drawString(60, 780, head.name_zh)
        canvas.setFont("Bare", 7.5)
        canvas.drawString(60, 760, head.address_zh)
        canvas.line(57, 755, 540, 755)
        canvas.drawString(57, 30, self.facts.number)
        canvas.drawRightString(540, 30, f"第 {paper.page} 页")
