"""Facts for the tests of papers, and what they read out of a PDF."""

import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdf
import pytest

from orderdesk_gui.documents.contracts import Annex, Article, ClauseText, ContractFacts, Party
from orderdesk_gui.documents.quotes import Adjustment, Buyer, Letterhead, PricedLine, QuotationFacts, Term

TOTAL_ZH = "人民币壹拾壹万陆仟伍佰伍拾肆元壹角玖分"
TOTAL_EN = "SAY RENMINBI YUAN ONE HUNDRED AND SIXTEEN THOUSAND FIVE HUNDRED AND FIFTY-FOUR AND FEN NINETEEN ONLY"

LETTERHEAD = Letterhead(
    "宁波澄岳传动科技有限公司",
    "Ningbo Chengyue Drive Technology Co., Ltd.",
    "宁波市镇海区云澜路 188 号 4 幢",
    "Bldg 4, 188 Yunlan Road, Zhenhai District, Ningbo, China",
    "0574-5550 1188",
    "sales@chengyue.example",
    uscc="91330211DEMA000133",
)
BUYER = Buyer(
    "苏州云栎自动化设备有限公司",
    "Suzhou Yunli Automation Equipment Co., Ltd.",
    "采购部 沈女士",
    "0512-5550 2266",
    "",
    "苏州市吴中区枫屿路 66 号",
    "66 Fengyu Road, Wuzhong District, Suzhou",
)
_ROWS = [
    ("PG090-10-K19", "行星减速机 PG090", "速比 10:1，背隙≤5 arcmin", "台", "24", "1386", "33264.00", "Gearbox", "set"),
    ("LM45-0600-10", "直线模组 LM45", "重复定位±0.02 mm", "套", "12", "2745.5", "32946.00", "Module", "set"),
    ("HT5M-0850-25", "同步带 HTD5M", "850×25 mm，钢丝芯", "条", "48", "46.275", "2221.20", "Belt", "pc"),
]


def priced(row: tuple[str, ...]) -> PricedLine:
    code, name, spec, unit, count, price, gross, name_en, unit_en = row
    net = (Decimal(gross) / Decimal("1.13")).quantize(Decimal("0.01"))
    return PricedLine(
        name,
        Decimal(count),
        unit,
        name_en,
        unit_en,
        code,
        f"KH-{code[:4]}",
        spec,
        spec_en="ratio 10:1",
        price_net=Decimal("12.345678"),
        price_gross=Decimal(price),
        tax_rate=Decimal("0.13"),
        net=net,
        tax=Decimal(gross) - net,
        gross=Decimal(gross),
        delivery="25 个工作日",
    )


LINES = tuple(map(priced, _ROWS))

QUOTATION = QuotationFacts(
    LETTERHEAD,
    BUYER,
    "QT-2026-7K3F-0187",
    date(2026, 11, 21),
    LINES,
    Decimal("103145.29"),
    Decimal("13408.90"),
    Decimal("116554.19"),
    revision=2,
    replaces=(date(2026, 11, 13), 1),
    valid_until=date(2026, 12, 21),
    valid_days=30,
    their_reference="RFQ-2026-1108",
    project="托盘输送线 2 号线传动部件",
    subtotal=Decimal("120480.20"),
    adjustments=(
        Adjustment("运费", "Freight", Decimal("1500"), "宁波—苏州专车 1 车次", "Truck Ningbo to Suzhou"),
        Adjustment("折扣", "Discount", Decimal("-5426.01"), "货款的 5%", "5% of the goods"),
    ),
    total_words_zh=TOTAL_ZH,
    total_words_en=TOTAL_EN,
    terms=(
        Term("delivery", "预付款到账后 25 个工作日内一批交齐。", "Within 25 working days, in one lot."),
        Term("payment", "预付 30%（¥34,966.26），余款 70%（¥81,587.93）发货前付清。", "30% in advance, then 70%."),
        Term("remarks", "1. 图纸变更须重新核价。\n2. 数量增减超过 10% 时另议。", "1. Changed drawings change prices."),
    ),
)


def contract(articles: int = 16, clauses: int = 3) -> ContractFacts:
    """A contract with so many articles, the table in the first, the annexes in the last."""
    made = []
    for number in range(1, articles + 1):
        texts = tuple(
            ClauseText(
                f"{number}.{at}",
                f"乙方迟延交货超过 30 个日历日，或者甲方迟延付款超过 30 个日历日，**经守约方书面催告**后 10 个日历日内"
                f"仍未履行的，可以依第{number}条第{at}款解除合同，价款 ¥116,554.19 按2026年11月21日报价单结算。",
                f"If the Seller is more than 30 days late under clause {number}.{at}, the Buyer may rescind the "
                "contract by written notice; the price of CNY 116,554.19 is settled by 22 January 2027.",
                bold=at == 2,
                table="lines" if (number, at) == (1, 1) else "annexes" if (number, at) == (articles, clauses) else "",
            )
            for at in range(1, clauses + 1)
        )
        made.append(Article(number, "标的、规格、数量与价款", "Goods, quantity and price", texts))
    return ContractFacts(
        "CY-XS-2026-0342",
        date(2026, 11, 25),
        Party(
            BUYER.name,
            BUYER.name_en,
            "91320506DEMA000212",
            address=BUYER.address,
            address_en=BUYER.address_en,
            representative="沈禾",
            contact="采购部 沈女士",
            phone="0512-5550 2266",
            bank="太湖商业银行吴中支行",
            account="3205 0660 0000 2026 226",
        ),
        Party(LETTERHEAD.name_zh, LETTERHEAD.name_en, LETTERHEAD.uscc, address=LETTERHEAD.address_zh),
        LINES,
        Decimal("116554.19"),
        tuple(made),
        place_zh="浙江省宁波市",
        place_en="Ningbo, China",
        recital_zh="甲乙双方依据《中华人民共和国民法典》，在平等、自愿的基础上，订立本合同。",
        recital_en="The Buyer and the Seller agree on the sale of drive parts.",
        total_words_zh=TOTAL_ZH,
        total_words_en=TOTAL_EN,
        annexes=(Annex("附件一", "技术参数与外形尺寸", "Annex 1", "Technical data", "QT-2026-7K3F-0187 R2", 1),),
        letterhead=LETTERHEAD,
    )


def many(count: int) -> QuotationFacts:
    """The quotation with so many lines, named 1号 ... so that each can be found."""
    lines = tuple(replace(LINES[at % 3], name_zh=f"零件{at}号", code=f"P-{at:04d}") for at in range(1, count + 1))
    return replace(QUOTATION, lines=lines)


def text(data: bytes, *options: str) -> str:
    """What pdftotext reads; skips the test where poppler is not installed."""
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext from poppler-utils")
    run = subprocess.run(["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True)
    assert not run.stderr, run.stderr
    return run.stdout.decode("utf-8", errors="replace")  # its XML head writes emoji of the subject wrongly


def words(data: bytes) -> list[tuple[int, float, float, float, float, str]]:
    """Page, left, top, right, bottom (points from the upper left corner) and text of each word."""
    found = []
    page = 0
    for line in text(data, "-bbox").splitlines():
        page += "<page " in line
        match = re.search(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>', line)
        if match:
            left, top, right, bottom = map(float, match.groups()[:4])
            found.append((page, left, top, right, bottom, match.group(5)))
    return found


def pages(data: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(data)).pages)


def assert_inside(data: bytes, left_edge: float, right_edge: float) -> None:
    """Every word within the side margins (mm) and on the sheet; the empty half of a mark may stand out."""
    found = words(data)
    assert found
    for page, left, top, right, bottom, word in found:
        half = (bottom - top) * 0.36
        left += half if word[0] in "（《“" else 0
        right -= half if word[-1] in "，。、；：）》”" else 0
        where = (page, word, left / 72 * 25.4, right / 72 * 25.4, top / 72 * 25.4)
        assert left > left_edge * 72 / 25.4 - 1 and right < right_edge * 72 / 25.4 + 1, where
        assert top > 25 and bottom < 825, where
