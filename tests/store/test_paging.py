import random
from typing import Any

import pytest
from sqlalchemy import select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.paging import count, page


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 57])
def test_the_pages_together_are_the_whole_list_in_order(desk: Desk, number: int, descending: bool) -> None:
    """Many rows share the first key, so that only the last, unique one tells them apart."""
    with desk.writing("import") as writing:
        names = [random.Random(n).choice("甲乙ab") for n in range(number)]
        rows.add(writing.connection, Customer, [{"id": desk.new_id(), "name": "x", "name_key": n} for n in names])
    table = rows.table_of(Customer)
    query = select(table.c.name_key, table.c.id)
    found: list[tuple[Any, ...]] = []
    after = None
    sizes = []
    with desk.reading() as connection:
        while True:
            part = page(connection, query, [table.c.name_key, table.c.id], after=after, limit=10, descending=descending)
            found += [tuple(r) for r in part.rows]
            sizes.append(len(part.rows))
            after = part.after
            if after is None:
                break
        everything = [tuple(r) for r in connection.execute(query)]
        assert count(connection, query) == number
    everything.sort(key=lambda r: (r[0].encode(), r[1].bytes), reverse=descending)
    assert found == everything
    assert sizes == ([10] * ((number - 1) // 10) + [number - (number - 1) // 10 * 10] if number else [0])
