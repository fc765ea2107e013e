import io
import shutil
import subprocess
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path

import pypdf
import pytest

from orderdesk_gui.actions import (
    contracts,
    contracts_filing,
    contracts_library,
    contracts_papers,
    contracts_review,
    contracts_saving,
    customers,
    journal,
    quotes,
    quotes_papers,
    quotes_saving,
    settings,
)
from orderdesk_gui.actions.contracts_filing import FiledPaper
from orderdesk_gui.rules.contract_facts import schedule
from orderdesk_gui.rules.contract_text import placeholders, printed
from orderdesk_gui.rules.contracts import Annex, Clause, Contract
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.rules.words import amount_in_words
from orderdesk_gui.store.database import Store
from tests.actions.contract_office import TERMS, Office, config_folder, custom_product, open_office
from tests.fixtures_store import Clock


@pytest.fixture
def office(store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("ORDERDESK_CONFIG", config_folder(tmp_path))
    return open_office(store, clock)


@pytest.fixture
def draft(office: Office) -> uuid.UUID:
    return contracts_saving.from_quote(office.sales, office.won(payment=TERMS["30/60/10"])).id


def loaded(office: Office, contract_id: uuid.UUID) -> contracts.ContractView:
    return contracts.load(office.sales, contract_id)


def with_words(contract: Contract, key: str, change: Callable[[str], str]) -> Contract:
    """The contract with the Chinese text of the clause `key` changed."""
    clauses = tuple(replace(one, zh=change(one.zh)) if one.library_key == key else one for one in contract.clauses)
    assert clauses != contract.clauses
    return replace(contract, clauses=clauses)


def pdf_text(content: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext from poppler-utils")
    run = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return "".join(run.stdout.decode("utf-8").split())


@pytest.mark.parametrize("language", ["zh", "en", "both"])
@pytest.mark.parametrize("terms", TERMS)
def test_no_shipped_template_gives_a_finding_or_an_open_blank(office: Office, terms: str, language: str) -> None:
    for customer, templates in (
        (office.domestic, ("domestic_standard", "domestic_custom")),
        (office.foreign, ("export",)),
    ):
        quote = office.won(customer, TERMS[terms])
        for template in templates:
            shown = loaded(office, contracts_saving.from_quote(office.sales, quote, template, language).id)
            assert [one.finding for one in shown.findings] == []
            assert [placeholders(one.zh + one.en) for one in printed(shown.contract).clauses] == [()] * len(
                shown.contract.clauses
            )
            assert {one.number for one in shown.contract.clauses} == set(range(17))


def test_a_contract_takes_the_quotation_as_it_is(office: Office) -> None:
    quote = office.won(payment=TERMS["deposit"], discount_percent=D("0.05"), freight=D("1500"))
    total = quotes.load(office.sales, quote).totals.total
    saved = contracts_saving.from_quote(office.sales, quote)
    shown = loaded(office, saved.id)
    made = shown.contract
    assert saved.warnings == () and shown.number.startswith("CT-2026-")
    assert (made.net, made.tax, made.total) == (total.net, total.tax, total.gross)
    assert sum((line.amount or D(0) for line in made.lines), D(0)) == total.gross
    assert [line.kind for line in made.lines][-2:] == ["freight", "discount"]
    assert (made.buyer.uscc, made.seller.contact) == (made.buyer.uscc, "周小") and made.buyer.contact == "沈女士"
    assert made.place == "浙江省宁波市" and shown.values["en"]["contract.place"] == "Ningbo, China"
    assert shown.values["zh"]["delivery.date"] == "2026年12月25日"  # 25 working days after a Saturday
    assert shown.came_from.quote_id == quote and made.quotation and made.quotation.revision == 1
    again = quotes_saving.save(office.sales, quotes_saving.copy(office.sales, quote).quote)
    with pytest.raises(UserError, match="won, or issued"):
        contracts_saving.from_quote(office.sales, again.id)


def test_shares_add_up_to_the_cent_and_the_clause_says_them(office: Office) -> None:
    shown = loaded(office, contracts_saving.from_quote(office.sales, office.won(payment=TERMS["30/60/10"])).id)
    parts = schedule(shown.contract.payment, shown.contract.total, "CNY")
    assert sum(part.amount for part in parts) == shown.contract.total
    clause = next(one for one in printed(shown.contract).clauses if one.number == 7)
    for part in parts:
        assert f"¥{part.amount:,.2f}" in clause.zh
    assert clause.library_key == "payment.advance_shipment_retention"


def test_an_offer_still_open_gives_a_contract_with_a_warning(office: Office) -> None:
    saved = contracts_saving.from_quote(office.sales, office.won(win=False, lead_days=None))
    assert [one.text.split(".")[0] for one in saved.warnings] == [
        "The quotation is not marked as won yet",
        "The quotation says nothing of delivery; {days} working days stand in the contract",
    ]


def test_the_goods_and_the_country_choose_the_template(office: Office) -> None:
    quote = quotes.load(office.sales, office.won()).quote
    line = replace(quote.lines[0], product_id=custom_product(office), code="CM-0187-A", name_en="", list_price=D(215))
    shown = loaded(office, contracts_saving.from_quote(office.sales, office.won(lines=(line,))).id)
    assert shown.template_key == "domestic_custom" and "CY-0187-02 C" in shown.values["zh"]["quality.drawing_numbers"]
    assert shown.contract.lines[0].name_en == "Mounting base"
    abroad = loaded(office, contracts_saving.from_quote(office.sales, office.won(office.foreign)).id)
    assert (abroad.template_key, abroad.contract.language, abroad.contract.currency) == ("export", "both", "EUR")
    assert abroad.values["en"]["delivery.named_place"] == "Ningbo"
    with pytest.raises(UserError, match="no contract template"):
        contracts_saving.from_quote(office.sales, office.won(), "lease")


@pytest.mark.parametrize(("language", "title"), [("zh", "买卖合同"), ("en", "Contract of Sale"), ("both", "买卖合同")])
def test_the_issued_paper_says_parties_words_and_total(office: Office, language: str, title: str) -> None:
    saved = contracts_saving.from_quote(office.sales, office.won(), None, language, "买卖合同")
    shown = loaded(office, saved.id)
    issued = contracts_papers.issue(office.sales, saved.id)
    assert issued.file_name == f"{title}_{saved.number}_苏州云栎自动化设备有限公司_V1.pdf"
    text = pdf_text(issued.content)
    total = shown.contract.total
    for side in ("zh", "en") if language == "both" else (language,):
        for wanted in (shown.values[side]["buyer.name"], shown.values[side]["seller.name"]):
            assert all(word in text for word in wanted.split())
        assert "".join(amount_in_words(total, "CNY", side).split()) in text
    assert f"{total:,.2f}" in text and saved.number in text and "{" not in text
    with office.store.reading() as connection:
        waiting = connection.exec_driver_sql(
            "SELECT path FROM archive_task WHERE paper_id = ?", (issued.paper_id.bytes,)
        ).scalar()
    assert waiting == f"宁波澄岳传动科技有限公司/2026/苏州云栎自动化设备有限公司/{issued.file_name}"
    kept = quotes_papers.issued_paper(office.sales, saved.id)
    assert kept.content == issued.content and pypdf.PdfReader(io.BytesIO(kept.content)).pages
    with pytest.raises(UserError, match="frozen"):
        contracts_saving.save(office.sales, saved.id, shown.contract)


def test_a_blocking_check_stops_the_paper_until_legal_overrides_it(office: Office, draft: uuid.UUID) -> None:
    changed = with_words(loaded(office, draft).contract, "liability.late_payment", lambda t: t + "违约金不得调整。")
    contracts_saving.save(office.sales, draft, changed)
    shown = loaded(office, draft)
    assert [(one.finding.rule, one.finding.place) for one in shown.blocking] == [(17, "clauses.11.2")]
    with pytest.raises(UserError, match="checks stop") as stopped:
        contracts_papers.issue(office.sales, draft)
    assert stopped.value.field == "clauses.11.2"
    with pytest.raises(UserError, match="may not override"):
        contracts_saving.override(office.sales, draft, 17, "clauses.11.2", "their form")
    with pytest.raises(UserError, match="Say why"):
        contracts_saving.override(office.legal, draft, 17, "clauses.11.2", " ")
    tx = contracts_saving.override(office.legal, draft, 17, "clauses.11.2", "客户格式条款，已提示风险").tx
    said = loaded(office, draft).findings[0].override
    assert said and (said.by, said.reason) == ("秦律", "客户格式条款，已提示风险")
    assert any(entry.tx == tx and entry.user == "秦律" for entry in journal.history(office.boss, row=draft))
    contracts_review.submit(office.sales, draft)
    contracts_review.decide(office.legal, draft, "approved")
    assert contracts_papers.issue(office.sales, draft).content


def test_an_override_ends_when_the_words_change(office: Office, draft: uuid.UUID) -> None:
    def say(words: str) -> None:
        one = loaded(office, draft).contract
        text = next(c for c in one.clauses if c.library_key == "liability.late_payment").zh.split("。")[0] + "。"
        contracts_saving.save(office.sales, draft, with_words(one, "liability.late_payment", lambda _: text + words))

    say("违约金不得调整。")
    contracts_saving.override(office.legal, draft, 17, "clauses.11.2", "reason")
    assert not loaded(office, draft).blocking
    say("双方放弃调整违约金的权利。")
    assert [one.finding.rule for one in loaded(office, draft).blocking] == [17]


def test_edited_words_go_to_legal_first(office: Office, draft: uuid.UUID) -> None:
    contract = loaded(office, draft).contract
    contracts_saving.save(office.sales, draft, with_words(contract, "packing.standard", lambda t: t + "木箱包装。"))
    shown = loaded(office, draft)
    assert shown.needs_review and [one.library_key for one in shown.contract.clauses if one.edited] == [
        "packing.standard"
    ]
    with pytest.raises(UserError, match="Send the contract to legal"):
        contracts_papers.issue(office.sales, draft)
    contracts_review.submit(office.sales, draft, "请看第三条")
    with pytest.raises(UserError, match="Wait for the review"):
        contracts_saving.save(office.sales, draft, contract)
    with pytest.raises(UserError, match="wait for their word"):
        contracts_papers.issue(office.sales, draft)
    with pytest.raises(UserError, match="Say what must be changed"):
        contracts_review.decide(office.legal, draft, "returned")
    contracts_review.decide(office.legal, draft, "returned", "写明木箱规格")
    back = loaded(office, draft)
    assert back.status == "draft" and back.review and (back.review.status, back.review.remark) == (
        "returned", "写明木箱规格",
    )  # fmt: skip
    contracts_saving.save(office.sales, draft, contract)
    assert not loaded(office, draft).needs_review
    contracts_review.submit(office.sales, draft)
    contracts_review.take_back(office.sales, draft)
    assert loaded(office, draft).status == "draft"


def test_the_requester_never_decides_but_in_a_one_person_firm(
    store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDERDESK_CONFIG", config_folder(tmp_path))
    office = open_office(store, clock, "one_person")
    made = contracts_saving.from_quote(office.sales, office.won()).id
    changed = with_words(loaded(office, made).contract, "packing.standard", lambda t: t + "木箱包装。")
    contracts_saving.save(office.sales, made, changed)
    assert not loaded(office, made).needs_review and contracts_papers.issue(office.sales, made).content


def test_who_asked_does_not_decide(office: Office, draft: uuid.UUID) -> None:
    made = contracts_review.submit(replace(office.legal), draft)
    assert made.touches("approval_request")
    with pytest.raises(UserError, match="Whoever asked"):
        contracts_review.decide(office.legal, draft, "approved")


def test_own_words_and_values_are_kept_with_the_placeholders(office: Office, draft: uuid.UUID) -> None:
    before = loaded(office, draft).contract
    own = Clause(10, "confidentiality", "卖方应在 {delivery.date} 前移交图纸。", "Drawings by {delivery.date}.")
    values = {"warranty.months": ("24", "24"), "contract.copies": ("6", "6"), "total.gross": ("1", "1")}
    changed = replace(
        before, clauses=(*before.clauses, own), values=values, date=date(2026, 11, 25), place="苏州市",
        delivery_date=date(2027, 1, 15),
    )  # fmt: skip
    contracts_saving.save(office.sales, draft, changed)
    shown = loaded(office, draft)
    kept = [one for one in shown.contract.clauses if one.number == 10]
    assert (kept[-1].zh, kept[-1].paragraph, kept[-1].edited) == (own.zh, len(kept), True)
    assert printed(shown.contract).clauses[-1].zh and "total.gross" not in shown.contract.values
    texts = "".join(one.zh for one in printed(shown.contract).clauses)
    for wanted in ("卖方应在 2027年1月15日 前移交图纸", "质保期为 24 个月", "一式陆份", "2027年1月15日 或之前交货"):
        assert wanted in texts, wanted


def test_another_language_or_choice_brings_its_clauses(office: Office, draft: uuid.UUID) -> None:
    def keys() -> list[str]:
        return [one.library_key for one in loaded(office, draft).contract.clauses]

    assert "effect.language" not in keys() and "dispute.court_plaintiff" in keys()
    before = loaded(office, draft).contract
    contracts_saving.save(
        office.sales, draft, replace(before, language="both", choices={**before.choices, "dispute.kind": "arbitration"})
    )
    after = keys()
    assert after.index("effect.language") == after.index("effect.sign_and_seal") + 1
    assert "dispute.arbitration" in after and "dispute.court_plaintiff" not in after
    assert loaded(office, draft).findings == () and not loaded(office, draft).needs_review


def test_life_of_a_contract(office: Office, draft: uuid.UUID) -> None:
    with pytest.raises(UserError, match="not possible"):
        contracts_papers.sign(office.sales, draft, date(2026, 11, 21))
    first = contracts_papers.issue(office.sales, draft)
    with pytest.raises(UserError, match="issued paper is not undone"):
        journal.undo(office.sales, str(first.changes.tx))
    with pytest.raises(UserError, match="never deleted"):
        contracts_saving.delete(office.sales, draft)
    office.clock.now += timedelta(days=3)
    contracts_saving.new_version(office.sales, draft)
    again = loaded(office, draft)
    assert (again.status, again.version, again.contract.date) == ("draft", 2, date(2026, 11, 24))
    second = contracts_papers.issue(office.sales, draft)
    assert second.file_name.endswith("_V2.pdf") and second.content != first.content
    assert quotes_papers.issued_paper(office.sales, draft, 1).content == first.content
    versions = loaded(office, draft).versions
    assert [(one.version, one.date.day) for one in versions] == [(1, 21), (2, 24)]
    with pytest.raises(UserError, match="day of signing"):
        contracts_papers.sign(office.sales, draft, date(2026, 11, 20))
    contracts_papers.sign(office.sales, draft, date(2026, 11, 24), ("scan.pdf", b"%PDF scan"))
    assert (loaded(office, draft).status, loaded(office, draft).signed_on) == ("signed", date(2026, 11, 24))
    with pytest.raises(UserError, match="supplement"):
        contracts_saving.new_version(office.sales, draft)
    with pytest.raises(UserError, match="may not void"):
        contracts_papers.void(office.sales, draft, "双方协商解除")
    contracts_papers.void(office.boss, draft, "双方协商解除")
    assert [one.void for one in loaded(office, draft).versions] == ["双方协商解除"] * 2
    assert loaded(office, draft).commands == frozenset()


def test_a_save_is_undone_until_the_contract_is_issued(office: Office, draft: uuid.UUID) -> None:
    def pack(words: str) -> str | None:
        changed = with_words(loaded(office, draft).contract, "quality.certificate", lambda text: text + words)
        return contracts_saving.save(office.sales, draft, changed).changes.tx

    before = loaded(office, draft).contract.clauses
    journal.undo(office.sales, str(pack("另附检验报告。")))
    assert loaded(office, draft).contract.clauses == before
    tx = pack("另附检验报告。")
    contracts_review.submit(office.sales, draft)
    contracts_review.decide(office.legal, draft, "approved")
    contracts_papers.issue(office.sales, draft)
    with pytest.raises(UserError, match="changed since"):
        journal.undo(office.sales, str(tx))


def test_a_draft_can_be_taken_back_and_its_number_is_not_given_again(office: Office) -> None:
    saved = contracts_saving.from_quote(office.sales, office.won())
    journal.undo(office.sales, str(saved.changes.tx))
    assert contracts.find_number(office.sales, saved.number) is None
    other = contracts_saving.from_quote(office.sales, office.won())
    assert other.number != saved.number and contracts.find_number(office.sales, other.number.lower()) == other.id
    contracts_saving.delete(office.sales, other.id)
    assert contracts.list_contracts(office.boss).rows == ()


def test_the_customers_own_signed_paper_is_filed(office: Office) -> None:
    paper = FiledPaper(office.domestic, "YL-2026-88", date(2026, 11, 20), D("99999.999"), scan=("合同.pdf", b"%PDF"))
    saved = contracts_filing.file_signed(office.sales, paper)
    shown = loaded(office, saved.id)
    assert (shown.status, shown.origin, shown.contract.total) == ("signed", "customer", D("100000"))
    assert contracts.find_number(office.sales, "YL-2026-88") == saved.id
    assert contracts.list_contracts(office.boss, text="YL-2026-88").rows[0].customer_number == "YL-2026-88"
    with pytest.raises(UserError, match="customer's own paper"):
        contracts_papers.preview(office.sales, saved.id)
    with pytest.raises(UserError, match="Enter the number"):
        contracts_filing.file_signed(office.sales, replace(paper, customer_number=" "))
    with pytest.raises(UserError, match="in the future"):
        contracts_filing.file_signed(office.sales, replace(paper, signed_on=date(2099, 1, 1)))
    theirs = office.won(office.foreign)
    with pytest.raises(UserError, match="another customer") as told:
        contracts_filing.file_signed(office.sales, replace(paper, quote_id=theirs))
    assert told.value.field == "quote_id"
    abroad = replace(paper, customer_id=office.foreign, quote_id=theirs, currency="EUR", total=D("7"), scan=None)
    filed = loaded(office, contracts_filing.file_signed(office.sales, abroad).id)
    assert (filed.contract.currency, filed.came_from.quote_id, filed.contract.total) == ("EUR", theirs, D(7))


def test_annexes_are_listed_printed_and_frozen(office: Office, draft: uuid.UUID) -> None:
    before = loaded(office, draft)
    assert "本合同无附件" in "".join(one.zh for one in before.contract.clauses)
    annexes = (
        Annex(" 技术协议 ", "Technical agreement", "TA-01 B", 2, "额定转矩以本附件为准。", "Torque as stated here."),
        Annex("图纸", file="CY-0187-02.pdf"),
    )
    contracts_saving.save(office.sales, draft, replace(before.contract, annexes=annexes))
    shown = loaded(office, draft)
    assert shown.contract.annexes == (replace(annexes[0], title="技术协议"), annexes[1])
    keys = [one.library_key for one in shown.contract.clauses]
    assert "effect.annexes" in keys and "effect.no_annexes" not in keys
    issued = contracts_papers.issue(office.sales, draft)
    text = pdf_text(issued.content)
    for part in ("附件一", "技术协议", "TA-01B", "附件二", "CY-0187-02.pdf", "额定转矩以本附件为准。"):
        assert part in text
    with pytest.raises(UserError, match="Annex 2 has no title"):
        other = contracts_saving.from_quote(office.sales, office.won()).id
        named = replace(loaded(office, other).contract, annexes=(annexes[1], Annex(" ", zh="x")))
        contracts_saving.save(office.sales, other, named)


def test_the_letterhead_is_printed_as_the_contract_chose(office: Office, draft: uuid.UUID) -> None:
    contract = loaded(office, draft).contract
    choices = {**contract.choices, "paper.letterhead": "ours"}
    phone = "0574-55501188"  # the letterhead says it, the parties' own data give the salesman's
    plain = pdf_text(contracts_papers.preview(office.sales, draft)).count(phone)
    headed = pdf_text(contracts_papers.preview(office.sales, draft, replace(contract, choices=choices))).count(phone)
    assert headed == plain + 1
    contracts_saving.save(office.sales, draft, replace(contract, choices=choices))
    assert pdf_text(contracts_papers.issue(office.sales, draft).content).count(phone) == headed


def test_other_payment_terms_bring_their_clause_and_are_checked(office: Office, draft: uuid.UUID) -> None:
    contract = loaded(office, draft).contract
    contracts_saving.save(office.sales, draft, replace(contract, payment=PaymentTerms("monthly", 60, 25)))
    shown = loaded(office, draft).contract
    keys = [one.library_key for one in shown.clauses if one.number == 7]
    assert "payment.monthly_statement_day" in keys and "payment.advance_shipment_retention" not in keys
    assert not any(one.edited for one in shown.clauses)
    with pytest.raises(UserError, match="90 %") as told:
        terms = PaymentTerms("split", shares=(Share(D("0.9"), "signing"),))
        contracts_saving.save(office.sales, draft, replace(shown, payment=terms))
    assert told.value.field == "payment.shares"


def test_late_interest_is_held_against_the_rate_that_the_settings_name(office: Office, draft: uuid.UUID) -> None:
    contract = with_words(
        loaded(office, draft).contract, "liability.late_payment", lambda _t: "逾期付款的，按年利率 3.5% 支付利息。"
    )
    contracts_saving.save(office.sales, draft, replace(contract, choices={**contract.choices, "buyer.size": "large"}))
    assert 33 not in {one.finding.rule for one in loaded(office, draft).findings}
    admin = replace(office.boss, access=replace(office.boss.access, rights=frozenset(contracts_saving.Right)))
    settings.put(admin, "one_year_lpr", "0.036", valid_from=date(2020, 1, 1))
    assert 33 in {one.finding.rule for one in loaded(office, draft).findings}


def test_lists_and_tabs(office: Office, draft: uuid.UUID) -> None:
    other = contracts_saving.from_quote(office.sales, office.won(office.foreign)).id
    contracts_papers.issue(office.sales, other)
    assert contracts.tab_counts(office.sales) == {"mine": 2, "to_review": 0, "to_sign": 1, "all": 2}
    first = contracts.list_contracts(office.sales, limit=1, counted=True)
    rest = contracts.list_contracts(office.sales, after=first.after)
    assert first.total == 2 and [row.id for row in (*first.rows, *rest.rows)] == [other, draft]
    assert contracts.list_contracts(office.sales, text="Hartmann").rows[0].id == other
    assert contracts.list_contracts(office.sales, status="draft").rows[0].id == draft


def test_a_new_version_of_a_clause_leaves_older_contracts_alone(office: Office, draft: uuid.UUID) -> None:
    clause = next(one for one in contracts_library.list_clauses(office.boss) if one.key == "packing.standard")
    admin = replace(office.boss, access=replace(office.boss.access, rights=frozenset(contracts_saving.Right)))
    with pytest.raises(UserError, match="same placeholders"):
        contracts_library.save_clause(admin, replace(clause, zh="{delivery.place}", en="x"))
    contracts_library.save_clause(admin, replace(clause, zh="木箱包装。", en="Wooden cases."))
    contracts_saving.save(office.sales, draft, loaded(office, draft).contract)
    assert not loaded(office, draft).needs_review
    newer = loaded(office, contracts_saving.from_quote(office.sales, office.won()).id).contract
    assert [one.library_version for one in newer.clauses if one.library_key == "packing.standard"] == [2]


def test_parties_of_a_draft_follow_the_books_and_then_stand_still(office: Office, draft: uuid.UUID) -> None:
    def rename(name: str) -> None:
        known = customers.load(office.sales, office.domestic)
        customers.save(office.sales, replace(known, legal_representative=name))

    rename("陆遥")
    assert loaded(office, draft).contract.buyer.representative == "陆遥"
    contracts_papers.issue(office.sales, draft)
    rename("韩舟")
    assert loaded(office, draft).contract.buyer.representative == "陆遥"


def test_the_preview_shows_what_is_on_the_screen(office: Office, draft: uuid.UUID) -> None:
    contract = with_words(loaded(office, draft).contract, "packing.standard", lambda _: "用木箱包装。")
    text = pdf_text(contracts_papers.preview(office.sales, draft, contract))
    assert "用木箱包装" in text and "草稿" in text
    assert "用木箱包装" not in pdf_text(contracts_papers.preview(office.sales, draft))
