"""Countries become their codes, whatever the list calls them."""

from orderdesk_gui.documents.imports_countries import country


def test_a_country_that_is_known_becomes_its_code() -> None:
    written = ("中国", " China ", "P.R. China", "U.S.A.", "德国", "Wakanda")
    assert [country(each) for each in written] == ["CN", "CN", "CN", "US", "DE", "Wakanda"]
