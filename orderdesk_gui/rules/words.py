"""Amounts in words: the uppercase Chinese of bills and the English form of banks."""

from decimal import Decimal

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import AMOUNT_LIMIT, minor_units, round_amount

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SUBUNITS = "角分厘"

CHINESE_NAMES: dict[str, str] = {
    "CNY": "人民币", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "HKD": "港元", "TWD": "新台币",
    "THB": "泰铢", "MYR": "马来西亚林吉特", "SGD": "新加坡元", "INR": "印度卢比", "RUB": "俄罗斯卢布",
    "BRL": "巴西雷亚尔", "AUD": "澳大利亚元", "CAD": "加拿大元", "CHF": "瑞士法郎", "AED": "阿联酋迪拉姆",
    "SAR": "沙特里亚尔", "IDR": "印度尼西亚盾", "JPY": "日元", "KRW": "韩元", "VND": "越南盾",
    "CLP": "智利比索", "KWD": "科威特第纳尔", "BHD": "巴林第纳尔", "OMR": "阿曼里亚尔",
    "TND": "突尼斯第纳尔",
}  # fmt: skip

ENGLISH_NAMES: dict[str, tuple[str, str]] = {
    "CNY": ("RENMINBI YUAN", "FEN"), "USD": ("US DOLLARS", "CENTS"), "EUR": ("EUROS", "CENTS"),
    "GBP": ("POUNDS STERLING", "PENCE"), "HKD": ("HONG KONG DOLLARS", "CENTS"),
    "TWD": ("NEW TAIWAN DOLLARS", "CENTS"), "THB": ("THAI BAHT", "SATANG"),
    "MYR": ("MALAYSIAN RINGGIT", "SEN"), "SGD": ("SINGAPORE DOLLARS", "CENTS"),
    "INR": ("INDIAN RUPEES", "PAISE"), "RUB": ("RUSSIAN ROUBLES", "KOPECKS"),
    "BRL": ("BRAZILIAN REAIS", "CENTAVOS"), "AUD": ("AUSTRALIAN DOLLARS", "CENTS"),
    "CAD": ("CANADIAN DOLLARS", "CENTS"), "CHF": ("SWISS FRANCS", "CENTIMES"),
    "AED": ("UAE DIRHAMS", "FILS"), "SAR": ("SAUDI RIYALS", "HALALAS"),
    "IDR": ("INDONESIAN RUPIAH", "SEN"), "JPY": ("JAPANESE YEN", ""), "KRW": ("KOREAN WON", ""),
    "VND": ("VIETNAMESE DONG", ""), "CLP": ("CHILEAN PESOS", ""), "KWD": ("KUWAITI DINARS", "FILS"),
    "BHD": ("BAHRAINI DINARS", "FILS"), "OMR": ("OMANI RIALS", "BAISA"),
    "TND": ("TUNISIAN DINARS", "MILLIMES"),
}  # fmt: skip


def amount_in_words(
    amount: Decimal,
    currency: str = "CNY",
    language: str = "zh",
    *,
    optional_zero: bool = True,
    whole_after_jiao: bool = False,
) -> str:
    """`amount`, rounded half-up to the currency's minor unit, in words (``zh`` or ``en``).

    `optional_zero` writes 零 where the rule leaves it open (壹佰元零壹角), `whole_after_jiao` ends
    amounts in 角 with 整 as the accounting rule wants. UserError from 10^13 on and for NaN.
    Source: domain 3, 银发〔1997〕393号.
    """
    if not amount.is_finite() or abs(amount) >= AMOUNT_LIMIT:
        raise UserError(
            "{number} cannot be written in words. Enter an amount below 10,000,000,000,000.",
            field="amount",
            number=str(amount),
        )
    rounded = round_amount(amount, currency)
    if language == "en":
        return _english(rounded, currency)
    return _chinese(rounded, currency, optional_zero, whole_after_jiao)


def _parts(rounded: Decimal, currency: str) -> tuple[int, str]:
    """Whole units and the digits of the minor unit (``""`` where the currency has none)."""
    places = minor_units(currency)
    whole = int(abs(rounded))
    minor = int((abs(rounded) - whole).scaleb(places))
    return whole, f"{minor:0{places}d}" if places else ""


def _chinese(rounded: Decimal, currency: str, optional_zero: bool, whole_after_jiao: bool) -> str:
    whole, minor = _parts(rounded, currency)
    words = f"{_chinese_integer(whole)}元" if whole or not minor.strip("0") else ""
    if minor.strip("0"):
        words += _chinese_minor(whole, minor, optional_zero)
        last = len(minor.rstrip("0"))
        words += "整" if whole_after_jiao and last == 1 else ""
    else:
        words += "整"
    sign = "负" if rounded < 0 else ""
    return f"{sign}{CHINESE_NAMES[currency]}{words}"


def _chinese_minor(whole: int, minor: str, optional_zero: bool) -> str:
    """角, 分 (and 厘): a zero inside is read once; one after a round 元 is optional."""
    words = ""
    gap = bool(whole) and minor[0] != "0" and whole % 10 == 0 and optional_zero
    for position, digit in enumerate(minor.rstrip("0")):
        if digit == "0":
            gap = bool(whole) or bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[int(digit)] + _SUBUNITS[position]
        gap = False
    return words


def _chinese_integer(number: int) -> str:
    """0 to 10^16 - 1 in uppercase digits; 兆 is never used (壹万亿)."""
    if number == 0:
        return "零"
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return _chinese_integer(high) + name + gap + (_chinese_integer(low) if low else "")
    words = ""
    gap_pending = False
    for unit, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if gap_pending and words else "") + _DIGITS[digit] + name
        gap_pending = digit == 0
    return words


def _english(rounded: Decimal, currency: str) -> str:
    # Slow to import, and only papers need it.
    from num2words import num2words  # type: ignore[import-untyped]

    whole, minor = _parts(rounded, currency)
    name, subunit = ENGLISH_NAMES[currency]
    words = f"SAY {'MINUS ' if rounded < 0 else ''}{name} {_upper(num2words(whole))}"
    if minor.strip("0"):
        words += f" AND {subunit} {_upper(num2words(int(minor)))}"
    return f"{words} ONLY"


def _upper(words: str) -> str:
    return words.replace(",", "").upper()
