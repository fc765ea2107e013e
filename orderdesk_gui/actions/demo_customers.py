"""The people and the 300 customers of the demo company, of our own invention."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from orderdesk_gui.actions.demo_facts import DemoCompany, DemoContact, DemoCustomer, DemoText, DemoUser
from orderdesk_gui.rules.payment import PaymentTerms, Share

CUSTOMERS = 300
TIERS = {"strategic": 8, "key": 52, "regular": 190, "new": 50}
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ADVANCE_BALANCE = PaymentTerms(
    "split", shares=(Share(Decimal("0.3"), "signing", 5), Share(Decimal("0.7"), "before_shipment", 5))
)
ADVANCE_RETENTION = PaymentTerms(
    "split",
    shares=(
        Share(Decimal("0.3"), "signing", 5),
        Share(Decimal("0.6"), "before_shipment", 5),
        Share(Decimal("0.1"), "retention", 10),
    ),
)
TERMS: dict[str, tuple[PaymentTerms, ...]] = {
    "strategic": (PaymentTerms("monthly", 60, 25), PaymentTerms("monthly", 60, means="acceptance")),
    "key": (PaymentTerms("monthly", 30), PaymentTerms("monthly", 30, 25), ADVANCE_RETENTION, ADVANCE_BALANCE),
    "regular": (
        PaymentTerms("monthly", 30), PaymentTerms("prepaid"), ADVANCE_BALANCE, PaymentTerms("cod"),
        PaymentTerms("days", 15),
    ),
    "new": (PaymentTerms("prepaid"),),
}  # fmt: skip
EXPORT_TERMS = (
    ADVANCE_BALANCE,
    PaymentTerms("prepaid"),
    PaymentTerms("days", 0, means="letter_of_credit"),
    PaymentTerms("days", 30),
)
CREDIT = {"strategic": ("A", 2000, 5000), "key": ("AB", 500, 1500), "regular": ("BC", 50, 300), "new": ("CD", 0, 0)}


def demo_uscc(division: str, organisation: str) -> str:
    """A social credit code with both check digits right; the organisation part begins with DEM.

    Source: domain 4, GB 32100-2015, GB 11714.
    """
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(char, 36) * weight for char, weight in zip(organisation, weights, strict=True))
    code = f"91{division}{organisation}" + "0123456789X0"[(11 - total % 11)]
    check = sum(CHARACTERS.index(char) * pow(3, place, 31) for place, char in enumerate(code))
    return code + CHARACTERS[-check % 31]


def demo_firm(words: dict[str, Any]) -> DemoCompany:
    """Our own firm."""
    facts = dict(words["company"])
    facts["uscc"] = demo_uscc(facts.pop("division"), facts.pop("organisation"))
    return DemoCompany(**facts)


def demo_users(words: dict[str, Any]) -> tuple[DemoUser, ...]:
    """One person or more in each role and at each approval level."""
    return tuple(
        DemoUser(**user, password=words["password"], email=f"{user['login']}@lanchuan.example")
        for user in words["users"]
    )


def demo_customers(
    words: dict[str, Any], users: tuple[DemoUser, ...], today: date, random: Random
) -> tuple[DemoCustomer, ...]:
    """300 customers in all tiers; the foreign ones are key and regular."""
    tiers = [tier for tier, count in TIERS.items() for _ in range(count)]
    foreign = dict(zip(range(40, CUSTOMERS, 7), words["foreign"], strict=False))
    names = _names(words, random)
    customers = []
    for index, tier in enumerate(tiers):
        own = [user.login for user in users if user.share], [user.share for user in users if user.share]
        common = _standing(index, tier, today, random) | {"owner": random.choices(*own)[0]}
        made = (
            _foreign(words, foreign[index], random)
            if index in foreign
            else _domestic(words, names[index], index, random)
        )
        if index in foreign:
            common["payment"] = random.choice(EXPORT_TERMS)
        customers.append(DemoCustomer(**(common | made)))
    return tuple(customers)


def _names(words: dict[str, Any], random: Random) -> list[tuple[list[str], list[str]]]:
    pairs = [(first, second) for first in words["first"] for second in words["second"]]
    return random.sample(pairs, CUSTOMERS)


def _standing(index: int, tier: str, today: date, random: Random) -> dict[str, Any]:
    """What we think of a customer: grade, limit, terms, and since when (and until when) they buy."""
    grades, least, most = CREDIT[tier]
    days = random.randint(3, 85) if tier == "new" else random.randint(100, 3000)
    quiet = tier == "regular" and index % 9 == 0
    return {
        "code": f"C{index + 1:04d}",
        "tier": tier,
        "status": "inactive" if quiet and index % 27 == 0 else "active",
        "credit_grade": random.choice(grades),
        "credit_limit": Decimal(random.randint(least // 50, most // 50) * 50_000) if most else Decimal(0),
        "payment": random.choice(TERMS[tier]),
        "since": today - timedelta(days=max(days, 900) if quiet else days),
        "until": today - timedelta(days=random.randint(150, 500)) if quiet else None,
    }


def _domestic(words: dict[str, Any], name: tuple[list[str], list[str]], index: int, random: Random) -> dict[str, Any]:
    province, city, city_en, area, division, districts = random.choice(words["cities"])
    trade, trade_en, industry_en, industry = random.choice(words["trades"])
    form, form_en = random.choices(words["forms"], (8, 1, 1))[0]
    short = name[0][0] + name[1][0]
    latin = (name[0][1] + name[1][1]).capitalize()
    full, domain = f"{city}{short}{trade}{form}", f"{latin.lower()}{index + 1}.example"
    address = _address(words, (city, city_en), districts, random)
    return {
        "name": full,
        "name_zh": full,
        "name_en": f"{city_en} {latin} {trade_en} {form_en}",
        "short_name": f"{short}{trade[:2]}",
        "uscc": demo_uscc(division, f"DEM{index + 1:05d}"),
        "country": "CN",
        "region": DemoText(province, city_en),
        "industry": DemoText(industry, industry_en),
        "address": address,
        "delivery_address": address if index % 4 else _address(words, (city, city_en), districts, random),
        "phone": f"{area}-5555 {index + 1000:04d}",
        "email": f"info@{domain}",
        "legal_representative": random.choice(words["surnames"])[0] + random.choice(words["given"])[0],
        "channel": random.choice(("referral", "fair", "website", "phone", "visit")),
        "currency": "CNY",
        "bank": f"{random.choice(words['banks'])}{city}分行",
        "bank_account": f"0000 {random.randint(1000, 9999)} 0000 {index + 1:04d}",
        "contacts": tuple(_contact(words, domain, random) for _ in range(random.choice((1, 1, 2, 2, 3)))),
    }


def _address(words: dict[str, Any], city: tuple[str, str], districts: list[Any], random: Random) -> DemoText:
    district, district_en = random.choice(districts)
    street, street_en = random.choice(words["streets"])
    number = random.randint(2, 399)
    return DemoText(
        f"{city[0]}市{district}{street}路 {number} 号", f"{number} {street_en} Road, {district_en}, {city[1]}, China"
    )


def _contact(words: dict[str, Any], domain: str, random: Random) -> DemoContact:
    surname, surname_en = random.choice(words["surnames"])
    department, department_en, title, title_en = random.choice(words["posts"])
    polite = title_en in ("Ms", "Mr")
    return DemoContact(
        DemoText(surname + title, f"{title_en} {surname_en}" if polite else surname_en),
        DemoText("" if polite else title, "" if polite else title_en),
        DemoText(department, department_en),
        f"1{random.choice((38, 39, 36, 86))} 0000 {random.randint(0, 9999):04d}",
        f"{surname_en.lower()}{random.randint(1, 99)}@{domain}",
    )


def _foreign(words: dict[str, Any], facts: list[str], random: Random) -> dict[str, Any]:
    name, name_zh, country, currency, address, town_zh, person, phone = facts
    plain = "".join(char for char in name.split()[0].lower() if char.isascii() and char.isalpha())
    number = f"{phone}{random.randint(10, 99)}"
    contact = DemoContact(
        DemoText(person, person),
        DemoText("", ""),
        DemoText("采购部", "Purchasing"),
        number,
        f"purchasing@{plain}.example",
    )
    place = DemoText(f"{town_zh}（{address}）", address)
    return {
        "name": name,
        "name_zh": name_zh,
        "name_en": name,
        "short_name": name.split()[0],
        "uscc": "",
        "country": country,
        "region": DemoText(*words["countries"][country]),
        "industry": DemoText("工业自动化", "industrial automation"),
        "address": place,
        "delivery_address": place,
        "phone": number,
        "email": f"info@{plain}.example",
        "legal_representative": "",
        "channel": random.choice(("email", "fair", "website")),
        "currency": currency,
        "bank": "",
        "bank_account": "",
        "contacts": (contact,),
    }
