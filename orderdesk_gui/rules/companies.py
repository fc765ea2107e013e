"""One of our own companies as it stands on its papers, and what is wrong with it."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from orderdesk_gui.rules.numbers import check_series
from orderdesk_gui.rules.problems import Problem, caught, error


@dataclass(frozen=True, slots=True)
class Company:
    """Names, addresses and bank of one own company, how it prices and how it numbers its papers."""

    id: UUID | None = None
    position: int = 0
    name_zh: str = ""
    name_en: str = ""
    short_name: str = ""
    uscc: str = ""
    address_zh: str = ""
    address_en: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    legal_representative: str = ""
    bank_name: str = ""
    bank_account: str = ""
    bank_code: str = ""
    bank_name_en: str = ""
    swift: str = ""
    logo_sha: str = ""
    currency: str = "CNY"
    tax_mode: str = "inclusive"
    vat_rate: Decimal = Decimal("0.13")
    quote_series: str = "QT"
    contract_series: str = "CT"
    inquiry_series: str = "INQ"
    demo: bool = False


def problems(company: Company) -> list[Problem]:
    """What must be mended before `company` is saved; a doubtful code or account only gets a warning elsewhere."""
    found: list[Problem] = []
    if not company.name_zh.strip() and not company.name_en.strip():
        found.append(error("name_zh", "Type the company's name; it stands on every paper."))
    series = (company.quote_series, company.contract_series, company.inquiry_series)
    for field, value in zip(("quote_series", "contract_series", "inquiry_series"), series, strict=True):
        found += [Problem(field, one.message) for one in caught(lambda value=value: check_series(value))]  # type: ignore[misc]
    if len(set(series)) < len(series):
        found.append(error("quote_series", "Quotations, contracts and inquiries need number series of their own."))
    if company.tax_mode not in ("inclusive", "exclusive"):
        found.append(error("tax_mode", "Choose whether prices are with or without tax."))
    return found
