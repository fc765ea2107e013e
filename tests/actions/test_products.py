"""Products and their prices: codes once, costs for few, lists copied with a change, one product's prices at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from orderdesk_gui.actions import journal, price_lists, products
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.products import Price, PriceListInfo
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.products import Product
from orderdesk_gui.store.database import Store
from tests.fixtures_store import desk_of

GEAR = Product(
    code="PLF060", name_zh="行星减速机", specification="速比 5", unit="台", category="减速机", vat_rate=Decimal("0.13"),
    list_price=Decimal("486.123456"), cost=Decimal("310"), minimum_quantity=Decimal("0.5"), lead_days=18,
    drawing_number="D-1", drawing_revision="B", hs_code="84834090",
)  # fmt: skip
LIST = PriceListInfo(None, "2026-07", "CNY", "inclusive", date(2026, 7, 1))


def test_a_product_comes_back_as_it_was_saved(desk: Desk) -> None:
    made = products.save(desk, GEAR)
    assert products.load(desk, made.id) == replace(GEAR, id=made.id)
    assert products.categories(desk) == ["减速机"] and products.units(desk) == ["台"]


def test_a_code_is_used_once(desk: Desk) -> None:
    made = products.save(desk, GEAR)
    with pytest.raises(UserError) as told:
        products.save(desk, replace(GEAR, name_zh="别的"))
    assert told.value.field == "code"
    products.delete(desk, made.id)
    assert products.save(desk, GEAR).id != made.id


def test_errors_stand_at_their_field(desk: Desk) -> None:
    for wrong, field in (
        (replace(GEAR, code=" "), "code"),
        (replace(GEAR, name_zh=""), "name_zh"),
        (replace(GEAR, list_price=Decimal(-1)), "list_price"),
        (replace(GEAR, lead_days=-1), "lead_days"),
        (replace(GEAR, vat_rate=Decimal(13)), "vat_rate"),
    ):
        with pytest.raises(UserError) as told:
            products.save(desk, wrong)
        assert told.value.field == field


def test_doubts_are_told_without_saving(desk: Desk) -> None:
    found = products.doubts(desk, replace(GEAR, hs_code="77", unit="", list_price=Decimal(1)))
    assert {problem.field for problem in found} == {"hs_code", "unit", "list_price"}
    assert products.list_products(desk).rows == ()


def test_who_may_not_see_costs_neither_sees_nor_changes_them(desk: Desk, store: Store, tmp_path: Path) -> None:
    made = products.save(desk, GEAR)
    admin = desk_of(store, tmp_path / "computer.json", "admin")
    shown = products.load(admin, made.id)
    assert shown.cost is None and products.list_products(admin).rows[0].cost is None
    products.save(admin, replace(shown, packing="木箱"))
    assert products.load(desk, made.id) == replace(GEAR, id=made.id, packing="木箱")


def test_the_table_keeps_to_category_and_sale(desk: Desk) -> None:
    products.save(desk, GEAR)
    products.save(desk, Product(code="A", name_zh="阀", active=False))
    assert [row.code for row in products.list_products(desk).rows] == ["PLF060"]
    assert [row.code for row in products.list_products(desk, inactive=True).rows] == ["A", "PLF060"]
    assert products.list_products(desk, category="阀门").rows == ()
    assert [row.code for row in products.list_products(desk, text="xxjsj").rows] == ["PLF060"]


def test_prices_of_a_product_are_set_all_at_once_and_undone(desk: Desk) -> None:
    made = products.save(desk, GEAR).id
    first, second = Price(made, unit_price=Decimal(480)), Price(made, Decimal(100), "key", None, Decimal("0.03"))
    list_id = products.save_price_list(desk, LIST, [first, second]).id
    third = Price(made, Decimal(50), "", Decimal(470))
    changes = products.set_product_prices(
        desk, made, [(list_id, replace(first, unit_price=Decimal(490))), (list_id, third)]
    )
    assert [price for _, price in products.prices_of(desk, made)] == [replace(first, unit_price=Decimal(490)), third]
    assert changes.tx is not None
    journal.undo(desk, changes.tx)
    assert [price for _, price in products.prices_of(desk, made)] == [first, second]
    again = products.set_product_prices(desk, made, [(list_id, first), (list_id, second)])
    assert again.tx is None


def test_wrong_prices_are_told_at_their_line_and_write_nothing(desk: Desk) -> None:
    made = products.save(desk, GEAR).id
    list_id = products.save_price_list(desk, LIST).id
    good = Price(made, unit_price=Decimal(1))
    for wrong, field in (
        (Price(made, Decimal(5)), "prices.1.unit_price"),
        (Price(made, Decimal(5), "", Decimal(1), Decimal("0.1")), "prices.1.unit_price"),
        (Price(made, Decimal(5), "", None, Decimal(1)), "prices.1.discount"),
        (Price(made, Decimal(-5), "", Decimal(1)), "prices.1.from_quantity"),
        (good, "prices.1.from_quantity"),
    ):
        with pytest.raises(UserError) as told:
            products.set_product_prices(desk, made, [(list_id, good), (list_id, wrong)])
        assert told.value.field == field
    assert products.prices_of(desk, made) == []


def test_a_list_is_copied_with_a_change_rounded_half_up(desk: Desk) -> None:
    made = products.save(desk, GEAR).id
    prices = [Price(made, unit_price=Decimal("10.10")), Price(made, Decimal(10), "", Decimal("0.1234")),
              Price(made, Decimal(99), "", None, Decimal("0.05"))]  # fmt: skip
    old = products.save_price_list(desk, LIST, prices).id
    new = price_lists.copy_price_list(desk, old, replace(LIST, name="2027-01"), Decimal("0.025"))
    copied = [price for info, price in products.prices_of(desk, made) if info.id == new.id]
    assert [(price.unit_price, price.discount) for price in copied] == [
        (Decimal("10.35"), None), (Decimal("0.1265"), None), (None, Decimal("0.05")),
    ]  # fmt: skip
    assert price_lists.price_counts(desk) == {old: 3, new.id: 3}
    with pytest.raises(UserError):
        price_lists.copy_price_list(desk, old, LIST, Decimal(-1))


def test_a_deleted_list_gives_no_prices(desk: Desk) -> None:
    made = products.save(desk, GEAR).id
    old = products.save_price_list(desk, LIST, [Price(made, unit_price=Decimal(1))]).id
    products.delete_price_list(desk, old)
    assert products.price_lists(desk) == [] and products.prices_of(desk, made) == []


def test_a_kept_picture_comes_back(desk: Desk) -> None:
    sha = products.keep_picture(desk, b"\x89PNG")
    assert products.picture(desk, replace(GEAR, picture_sha=sha)) == b"\x89PNG"
    assert products.picture(desk, GEAR) is None
    (desk.store.folder / "files" / sha[:2] / sha).unlink()
    assert products.picture(desk, replace(GEAR, picture_sha=sha)) is None


def test_nobody_sets_prices_without_the_right(store: Store, tmp_path: Path) -> None:
    clerk = desk_of(store, tmp_path / "computer.json", "sales")
    for write in (
        lambda: products.save(clerk, GEAR),
        lambda: products.save_price_list(clerk, LIST),
        lambda: products.set_product_prices(clerk, clerk.new_id(), []),
        lambda: products.set_tier_discount(clerk, "key", Decimal("0.1")),
        lambda: products.keep_picture(clerk, b"x"),
    ):
        with pytest.raises(UserError):
            write()


def test_a_product_and_its_prices_are_one_step_of_undo(desk: Desk) -> None:
    list_id = products.save_price_list(desk, LIST).id
    first = products.save(desk, Product(code="F", name_zh="法兰", unit="件"))
    changed = replace(products.load(desk, first.id), name_zh="法兰盘")
    with pytest.raises(UserError) as told:
        products.save(desk, changed, [(list_id, Price(first.id))])
    assert told.value.field == "prices.0.unit_price"
    assert products.load(desk, first.id).name_zh == "法兰"
    saved = products.save(desk, changed, [(list_id, Price(first.id, unit_price=Decimal(12)))])
    assert saved.changes.tx is not None and len(products.prices_of(desk, first.id)) == 1
    journal.undo(desk, saved.changes.tx)
    assert (products.load(desk, first.id).name_zh, products.prices_of(desk, first.id)) == ("法兰", [])


def test_a_new_product_comes_with_its_prices(desk: Desk) -> None:
    list_id = products.save_price_list(desk, LIST).id
    price = Price(desk.new_id(), from_quantity=Decimal(10), unit_price=Decimal(9))  # its product has no id yet
    made = products.save(desk, Product(code="G", name_zh="垫圈", unit="件"), [(list_id, price)]).id
    assert products.prices_of(desk, made)[0][1] == replace(price, product_id=made)


def test_a_vat_rate_of_the_past_is_doubted(desk: Desk) -> None:
    found = products.doubts(desk, Product(code="H", name_zh="x", unit="件", vat_rate=Decimal("0.17")))
    assert [problem.field for problem in found] == ["vat_rate"]


def test_names_pasted_with_line_breaks_become_one_line(desk: Desk) -> None:
    made = products.save(desk, Product(code=" F-1\n", name_zh="法兰\r\n 80", unit="件\n", packing="木箱\n防锈")).id
    product = products.load(desk, made)
    assert (product.code, product.name_zh, product.unit, product.packing) == ("F-1", "法兰 80", "件", "木箱 防锈")
