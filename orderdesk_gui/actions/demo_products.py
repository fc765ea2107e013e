"""Products and price lists of the demo company, made from its product families."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import Any

from orderdesk_gui.actions.demo_facts import (
    DemoPriceList,
    DemoPriceRow,
    DemoProduct,
    DemoText,
    DemoTierDiscount,
)

VAT = Decimal("1.13")
CENT = Decimal("0.01")
BREAKS = ((Decimal(10), Decimal("0.02")), (Decimal(50), Decimal("0.04")), (Decimal(100), Decimal("0.06")))
YEARLY_RISE = Decimal("0.03")
EXPORT_FAMILIES = ("PG", "RG", "LM", "EC", "HR")


def demo_products(words: dict[str, Any]) -> tuple[DemoProduct, ...]:
    """400 products in twelve families, spread evenly over the sizes and variants of each."""
    return tuple(made for family in words["families"] for made in _family(family))


def _family(family: dict[str, Any]) -> list[DemoProduct]:
    variants = list(product(*family["axes"]))
    count = family["count"]
    return [_product(family, variants[index * len(variants) // count]) for index in range(count)]


def _product(family: dict[str, Any], variant: tuple[list[Any], ...]) -> DemoProduct:
    factor = Decimal(1)
    for axis in variant:
        factor *= Decimal(str(axis[3]))
    price = _nice(Decimal(family["base"]) * factor)
    cost = (price / VAT * (1 - Decimal(str(family["margin"])))).quantize(CENT, ROUND_HALF_UP)
    custom = family.get("kind") == "custom"
    zh, en = variant[0][4:] or family["name"]
    model = family["code"] + variant[1 if variant[0][4:] else 0][0]
    return DemoProduct(
        code=f"{family['code']}-" + "-".join(axis[0] for axis in variant),
        family=family["code"],
        name=DemoText(f"{zh} {model}", f"{en} {model}"),
        specification=DemoText("，".join(axis[1] for axis in variant), ", ".join(axis[2] for axis in variant)),
        category=DemoText(*family["category"]),
        unit=DemoText(*family["unit"]),
        packing=DemoText(*family["packing"]),
        kind="custom" if custom else "standard",
        list_price=price,
        cost=cost,
        minimum_quantity=Decimal(family["moq"]),
        lead_days=family["lead"],
        hs_code=family["hs"],
        drawing_number=f"LC-{variant[0][0]}-{variant[1][0]}" if custom else "",
        drawing_revision="C" if custom else "",
    )


def _nice(price: Decimal) -> Decimal:
    """A price as price lists have it: whole yuan from 200 on, half yuan below."""
    step = Decimal(1) if price >= 200 else Decimal("0.5")
    return (price / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def demo_price_lists(
    words: dict[str, Any], products: tuple[DemoProduct, ...], today: date
) -> tuple[DemoPriceList, ...]:
    """The domestic lists of three years, each revised in July, and the export lists by currency."""
    lists: list[DemoPriceList] = []
    for year in range(today.year - 2, today.year + 1):
        rise = 1 - YEARLY_RISE * (today.year - year)
        lists.append(_domestic(words, products, year, 1, rise - Decimal("0.01")))
        if date(year, 7, 1) <= today:
            lists.append(_domestic(words, products, year, 2, rise))
        lists.extend(_export(words, products, currency, year, rise) for currency in words["rates"])
    return tuple(lists)


def _domestic(
    words: dict[str, Any], products: tuple[DemoProduct, ...], year: int, revision: int, rise: Decimal
) -> DemoPriceList:
    rows: list[DemoPriceRow] = []
    for item in products:
        rows.append(DemoPriceRow(item.code, unit_price=_nice(item.list_price * rise)))
        if item.list_price < 500:
            rows.extend(DemoPriceRow(item.code, quantity, discount=off) for quantity, off in BREAKS)
        elif item.family == "PG":
            rows.append(DemoPriceRow(item.code, *BREAKS[0][:1], discount=BREAKS[0][1]))
    categories = {item.family: item.category for item in products}
    discounts = [DemoTierDiscount(tier, Decimal(off)) for tier, off in words["tier_discounts"].items()]
    discounts += [
        DemoTierDiscount(tier, Decimal(off), categories[code]) for tier, code, off in words["category_discounts"]
    ]
    zh, en = words["list_names"]["CNY"]
    return DemoPriceList(
        DemoText(f"{year} {zh}", f"{en} {year}"),
        revision,
        "CNY",
        "inclusive",
        date(year, 1, 1) if revision == 1 else date(year, 7, 1),
        date(year, 12, 31),
        tuple(rows),
        tuple(discounts),
    )


def _export(
    words: dict[str, Any], products: tuple[DemoProduct, ...], currency: str, year: int, rise: Decimal
) -> DemoPriceList:
    rate = Decimal(words["rates"][currency])
    rows = tuple(
        DemoPriceRow(item.code, unit_price=(item.list_price * rise / VAT / rate).quantize(CENT, ROUND_HALF_UP))
        for item in products
        if item.family in EXPORT_FAMILIES
    )
    zh, en = words["list_names"][currency]
    discounts = tuple(DemoTierDiscount(tier, Decimal(off)) for tier, off in words["tier_discounts"].items())
    return DemoPriceList(
        DemoText(f"{year} {zh}", f"{en} {year}"),
        1,
        currency,
        "exclusive",
        date(year, 1, 1),
        date(year, 12, 31),
        rows,
        discounts,
    )
