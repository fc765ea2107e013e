"""Draws a quotation of sample lines on the letterhead of a company that is being typed in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from orderdesk_gui.documents.line_table import PricedLine
from orderdesk_gui.documents.page import Letterhead
from orderdesk_gui.documents.quotes import Buyer, QuotationFacts, Term, render_quotation
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.vat import LineAmounts, TaxMode, line_amounts
from orderdesk_gui.rules.words import amount_in_words

_LINES = (
    ("PLF060-L1-5", "行星减速机 60 框", "Planetary gearbox, frame 60", "速比 5", "Ratio 5", "台", "pcs", 10, "486"),
    ("LM120-B10-600", "直线模组 120 宽", "Linear module, width 120", "行程 600", "Stroke 600", "套", "sets", 2, "2350"),
    ("CP32-14-16", "梅花联轴器 D32", "Jaw coupling D32", "孔 14/16", "Bores 14/16", "只", "pcs", 20, "46"),
)


def sample_quotation(company: Company, logo: bytes | None, my_name: str, language: str, on: date) -> bytes:
    """The PDF of a quotation as `company` would send it on the day `on`; prices as it enters them."""
    mode: TaxMode = "exclusive" if company.tax_mode == "exclusive" else "inclusive"
    total = LineAmounts()
    lines = []
    for code, name_zh, name_en, spec_zh, spec_en, unit_zh, unit_en, quantity, price in _LINES:
        amounts = line_amounts(Decimal(price), Decimal(quantity), company.vat_rate, mode)
        total += amounts
        unit_price = Decimal(price)
        lines.append(
            PricedLine(
                name_zh, Decimal(quantity), unit_zh, name_en, unit_en, code, spec_zh=spec_zh, spec_en=spec_en,
                price_net=unit_price, price_gross=unit_price, tax_rate=company.vat_rate,
                net=amounts.net, tax=amounts.tax, gross=amounts.gross,
            )
        )  # fmt: skip
    columns = ("price_gross", "gross") if mode == "inclusive" else ("price_net", "net")
    letterhead = Letterhead(
        company.name_zh or company.name_en or ("我的公司" if language == "zh" else "My company"),
        company.name_en, company.address_zh, company.address_en, company.phone, company.email, company.website,
        company.uscc, logo,
    )  # fmt: skip
    bank = " ".join(part for part in (company.bank_name, company.bank_account) if part)
    terms = [
        Term("delivery", "收到订单后 20 个工作日，送至客户工厂", "20 working days after your order, to your plant"),
        Term("payment", "月结 30 天，电汇", "Net 30 days after month end, by transfer"),
    ]
    if bank:
        account = "\n".join(part for part in (bank, company.uscc) if part)
        terms.append(Term("", account, account, "账户", "Account"))
    if my_name.strip():
        terms.append(Term("contact", my_name.strip(), my_name.strip()))
    person = "采购部" if language == "zh" else "Purchasing"
    buyer = Buyer("示例客户有限公司", "Sample Customer Ltd.", person, "000-0000 0000")
    facts = QuotationFacts(
        letterhead, buyer, f"{company.quote_series or 'QT'}-{on.year}-7K3F-0001", on, tuple(lines),
        total.net, total.tax, total.gross, valid_until=on + timedelta(days=30), valid_days=30,
        columns=("code", "name", "unit", "quantity", *columns), terms=tuple(terms), language=language,
        total_words_zh=amount_in_words(total.gross, "CNY", "zh"),
        total_words_en=amount_in_words(total.gross, "CNY", "en"),
    )  # fmt: skip
    return render_quotation(facts)
