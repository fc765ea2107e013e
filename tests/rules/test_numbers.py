import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.numbers import (
    CROCKFORD,
    DocumentNumber,
    check_series,
    device_code,
    paper_file_name,
    parse_number,
)


@pytest.mark.parametrize("typed", ["QT-2026-7K30-0007", " qt-2026-7k3o-0007 ", "ＱＴ－２０２６－7K3０-0007"])
def test_numbers_are_read_as_people_type_them(typed: str) -> None:
    assert parse_number(typed) == DocumentNumber("QT", 2026, "7K30", 7)


@pytest.mark.parametrize("typed", ["", "QT-2026-7K3F", "QT-26-7K3F-0007", "QT-2026-7U3F-0007", "QT-2026-7K3F-7"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="QT-2026-7K3F-0007"):
        parse_number(typed)


def test_a_series_is_checked() -> None:
    assert check_series(" qt ") == "QT"
    with pytest.raises(UserError, match="letters or digits"):
        check_series("报价")


@given(
    st.from_regex(r"[A-Z][A-Z0-9]{0,7}", fullmatch=True),
    st.integers(2000, 9999),
    st.binary(min_size=3, max_size=16),
    st.integers(1, 10**9),
)
def test_every_number_reads_back(series: str, year: int, random: bytes, counter: int) -> None:
    number = DocumentNumber(series, year, device_code(random), counter)
    assert parse_number(str(number)) == number


def test_device_codes_use_the_whole_alphabet_and_need_randomness() -> None:
    codes = {device_code(value.to_bytes(3, "big")) for value in range(0, 1 << 20, 997)}
    assert len(codes) == len(range(0, 1 << 20, 997)) and set("".join(codes)) == set(CROCKFORD)
    with pytest.raises(ValueError, match="three random bytes"):
        device_code(b"ab")


@pytest.mark.parametrize(
    ("customer", "expected"),
    [
        ("华为技术有限公司", "报价单_QT-2026-7K3F-0007_华为技术有限公司_R2.pdf"),
        ('A/B: "C"?\u202e\n D<>|*\\..', "报价单_QT-2026-7K3F-0007_A B C D_R2.pdf"),
        ("", "报价单_QT-2026-7K3F-0007_R2.pdf"),
        ("😀" * 200, "报价单_QT-2026-7K3F-0007_" + "😀" * 36 + "_R2.pdf"),
    ],
)
def test_file_names_are_safe_everywhere(customer: str, expected: str) -> None:
    assert paper_file_name("报价单", "QT-2026-7K3F-0007", customer, 2) == expected


def test_reserved_names_are_avoided() -> None:
    assert paper_file_name("con", "", "") == "_con.pdf"


@given(st.text(max_size=400), st.text(max_size=400))
def test_no_name_breaks_a_file_name(title: str, customer: str) -> None:
    name = paper_file_name(title[:20], "QT-1", customer)
    assert not set(name) & set('\\/:*?"<>|\n\r\t\0') and len(name.encode()) <= 180
    assert name.endswith(".pdf") and "\u202e" not in name
