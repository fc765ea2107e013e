"""What a heading of a clerk's sheet may mean once its marks, units and second language are taken off."""

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

from orderdesk_gui.documents.imports_cells import folded

_BRACKETED = re.compile(r"[(（\[【<＜{「].*?[)）\]】>＞}」]")
_MARK = re.compile(r"必填项?|选填项?|可不填|\brequired\b|\boptional\b|\bmandatory\b|\(s\)", re.I)
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}|[A-Za-z]|[一二三四五六七八九十]{1,2})\s*[.．、)）]\s*")
_AFTER = re.compile(r"\s*[/／:：,，;；|｜\n]\s*|\s+[-–—]\s+")
_UNIT = re.compile(r"(?<=[\u3400-\u9fff])(?:万元|元|个|件|台|套|天|日|%|％|rmb|cny|usd|kg|公斤)$", re.I)
_FIRST_OF = re.compile(r"(?<=\D)1$")
_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z0-9]+")
_SHORTEST_CJK, _SHORTEST_LATIN, _SHORTEST_TYPED = 2, 3, 4
_MOST_WORDS = 8
_LIKE = 0.85

_OTHER_THINGS = (
    "销售部门 | 业务部门 | 归属部门"
    " | 邮编 | 邮政编码 | 传真 | 物流单号 | 物流公司 | 快递公司 | 快递单号 | 运单号 | 支付宝账号 | 会员名 | 店铺名称"
    " | 发票号码"
    " | 发票代码 | 订单状态 | 审批状态 | 单据状态 | 建档日期 | 创建日期 | 修改日期 | 更新日期 | 供应商名称 | 供应商"
    " | 仓库名称 | 仓库编码 | 开票日期 | 付款日期 | 到货日期 | 发货日期 | 单据编号 | 采购单价 | 采购价 | 成本单价"
    " | 进货价"
    " | postal code | zip code | postcode | fax | ship name | first name | last name | vendor | supplier | payment id"
    " | tracking number | discount code | financial status | fulfillment status | reorder level | risk level"
    " | ship date"
    " | ship region | shipped date | birth date | hire date | created date | company number | supplier code"
    " | compare at price | ship country | ship address"
)
_NAMES_END_SO = frozenset(
    (
        "公司",
        "客户",
        "单位",
        "名称",
        "编号",
        "编码",
        "代码",
        "company",
        "customer",
        "client",
        "item",
        "part",
        "name",
        "code",
    )
)
"""Headings that say too little as a part: 泊远泵业公司 is no heading, and 产品名称 no name of a customer."""
_TELLS_NOTHING = tuple(folded(word) for word in _OTHER_THINGS.split("|"))
"""Ends of headings that look like one of ours and are another thing; none is guessed by a part."""

_TEN_THOUSAND = re.compile(r"[(（\[【/:：\s](?:单位[:：])?(?:人民币)?万元?(?:人民币)?[)）\]】]?$|万元$")
_WEEKS = re.compile(r"[(（\[【/／:：\s](?:周|星期|weeks?|wks?)\.?\s*[)）\]】]?\s*$", re.I)
_MONTHS = re.compile(r"[(（\[【/／:：\s](?:个?月|months?)\.?\s*[)）\]】]?\s*$", re.I)


@lru_cache(maxsize=4096)
def variants(title: str) -> tuple[str, ...]:
    """The folded forms of `title`, the whole first: without brackets and marks, before a /, in one language.

    客户名称（必填）, 单价/元, 1.品名 and “规格 Spec.” all lead to a heading that is known.
    """
    plain = _NUMBERING.sub("", _MARK.sub(" ", _BRACKETED.sub(" ", title))).strip()
    found = [folded(title), folded(_BRACKETED.sub("", title)), folded(plain)]
    chinese = _mostly(plain, cjk=True)
    if chinese and chinese != folded(plain):
        found += [chinese, _mostly(plain, cjk=False)]
    first = _AFTER.split(plain, maxsplit=1)[0]
    found += [folded(first), folded(_UNIT.sub("", first)), folded(_FIRST_OF.sub("", first))]
    return tuple(dict.fromkeys(each for each in found if each))


def _mostly(text: str, *, cjk: bool) -> str:
    """The Chinese words of a heading in two languages, or its Latin ones."""
    words = re.split(r"(?<=[\u3400-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z.])(?=[\u3400-\u9fff])|[\s/／|_]+", text)
    return folded("".join(word for word in words if bool(_CJK.search(word)) == cjk))


_TWO_THINGS = re.compile(r"\s*[/／、&＆]\s*|及|和|\s+and\s+")


def parts_of(title: str) -> tuple[str, ...]:
    """The folded parts of a heading that names two things, such as 联系人/电话 or 开户行及账号."""
    parts = [folded(part) for part in _TWO_THINGS.split(_MARK.sub(" ", _BRACKETED.sub(" ", title)))]
    return tuple(part for part in parts if part) if len(parts) > 1 else ()


def by_part(exact: Mapping[str, str], title: str) -> str:
    """The longest known heading with which `title` ends (of two Latin words or more: that it holds), or ""."""
    forms = variants(title)
    if any(form.endswith(_TELLS_NOTHING) for form in forms):
        return ""
    normal = unicodedata.normalize("NFKC", _MARK.sub(" ", _BRACKETED.sub(" ", title))).lower()
    words = _LATIN.findall(normal)[:_MOST_WORDS]
    ends = {"".join(words[at:]) for at in range(len(words))}
    held = {"".join(words[at:end]) for end in range(2, len(words) + 1) for at in range(end - 1)}
    fits = [
        synonym
        for synonym in exact.keys() - _NAMES_END_SO
        if (len(synonym) >= _SHORTEST_LATIN and (synonym in ends or synonym in held))
        or (not synonym.isascii() and len(synonym) >= _SHORTEST_CJK and any(form.endswith(synonym) for form in forms))
    ]
    return max(sorted(fits), key=len, default="")


def by_likeness(exact: Mapping[str, str], title: str) -> str:
    """The known heading from which `title` differs by a slip of the pen, or ""."""
    form = variants(title)[-1] if title else ""
    if len(form) < _SHORTEST_TYPED or form.endswith(_TELLS_NOTHING):
        return ""
    return next(iter(get_close_matches(form, [word for word in exact if len(word) >= _SHORTEST_TYPED], 1, _LIKE)), "")


def factor_in(title: str, *, days: bool = False) -> int:
    """What a figure below this heading is to be multiplied by: 10,000 below 信用额度(万元); 1 for most.

    Where the figures are `days`: 7 below 交期(周), 30 below 生产周期(月).
    """
    normal = unicodedata.normalize("NFKC", title).strip()
    if days:
        return 7 if _WEEKS.search(normal) else 30 if _MONTHS.search(normal) else 1
    return 10_000 if _TEN_THOUSAND.search(normal) else 1
