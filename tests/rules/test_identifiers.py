from typing import Any

import pytest

from orderdesk_gui.rules.identifiers import (
    USCC_ALPHABET,
    check_account,
    check_bank_code,
    check_bic,
    check_card,
    check_foreign_vat,
    check_hs_code,
    check_uscc,
    fold_code,
    is_uscc,
    suggest_uscc,
)
from orderdesk_gui.rules.phones import check_phone, parse_phone


def test_published_codes(vectors: Any) -> None:
    for code in [*vectors["uscc_valid"].values(), "9144030027939873X7", "12100000400000624D"]:
        assert is_uscc(code)
        assert check_uscc(f" {code.lower()[:9]} {code.lower()[9:]}") == []
    for code in vectors["uscc_invalid"]:
        assert not is_uscc(code) and [problem.severity for problem in check_uscc(code)] == ["warning"]


def test_letters_may_stand_in_the_first_two_places() -> None:
    assert [char for char in USCC_ALPHABET if is_uscc("A1110000400000624" + char)] == ["B"]
    assert not is_uscc("I1110000400000624B")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("91440300I922038216", "914403001922038216"),
        ("9144O3OO1922O38216", "914403001922038216"),
        ("９１４４０３００１９２２０３８２ｌ６", "914403001922038216"),
        ("914403001922083216", "914403001922038216"),
        ("914403001922038217", None),
        ("", None),
    ],
)
def test_the_likely_typo_is_suggested_only_when_there_is_one(typed: str, meant: str | None) -> None:
    assert suggest_uscc(fold_code(typed)) == meant


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (check_account, ["6222021234567", "DE89 3704 0044 0532 0130 00", "1102021409006200417"],
         ["1234567", "DE89370400440532013001", "6222020000000000000", "6222020000000000001"]),
        (check_card, ["4111 1111 1111 1111"], ["4111111111111112", "411111111111"]),
        (check_bank_code, ["102584000007"], ["10258400000"]),
        (check_bic, ["BKCHCNBJ", "bkchcnbj300"], ["BKCHCNB", "1KCHCNBJ"]),
        (check_foreign_vat, ["DE136695976", "GB980780684", "91440300"], ["DE136695975", "GB980780685"]),
        (check_hs_code, ["848180", "84818040", "8481804090", "8481804090101"], ["77000000", "0012345678", "84818"]),
    ],
)  # fmt: skip
def test_bank_tax_and_tariff_numbers_are_warned_about(check: Any, good: list[str], bad: list[str]) -> None:
    assert [number for number in good if check(number)] == []
    assert [number for number in bad if [one.severity for one in check(number)] != ["warning"]] == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１３８ 0013 8000", "+8613800138000"),
        ("0755-28780808-123", "+8675528780808 #123"),
        ("(010) 12345678 转 801", "+861012345678 #801"),
        ("400-830-8300", "+864008308300"),
        ("95588", "95588"),
        ("+49 30 901820", "+4930901820"),
    ],
)
def test_phones_are_kept_in_the_international_form(typed: str, kept: str) -> None:
    assert str(parse_phone(typed)) == kept and check_phone(typed) == []


def test_odd_phones_stay_as_typed_with_a_warning() -> None:
    for typed in ("12", "找小王", "138001380001"):
        assert parse_phone(typed).number == typed and len(check_phone(typed)) == 1


def test_the_card_of_a_person_is_told_from_a_mistyped_one() -> None:
    found = {number: str(check_account(number)[0].message) for number in ("6222020000000000000", "6222020000000000001")}
    assert "company account" in found["6222020000000000000"] and "does not check" in found["6222020000000000001"]
