"""A firm in a data folder, made once and copied for each test, and the command run on it."""

import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orderdesk_gui.actions import companies, customers, opening, people, products
from orderdesk_gui.cli import main
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Customer
from orderdesk_gui.rules.language import use_language
from orderdesk_gui.rules.products import Product

MINE, THEIRS = "苏州澄岳自动化设备有限公司", "宁波泊远泵业有限公司"


@dataclass
class Ran:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    for name in ("ORDERDESK_USER", "ORDERDESK_LANGUAGE", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ORDERDESK_LANGUAGE", "en")
    yield
    use_language("en")


@pytest.fixture(scope="session")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clerks with a customer each, a manager with the password 9999, two products."""
    folder = tmp_path_factory.mktemp("firm")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORDERDESK_CONFIG", str(folder / "config"))
        store = opening.open_store(folder / "data", opening.now)
        first = opening.open_desk(store)
        company = Company(name_zh="澜川传动科技有限公司", address_zh="苏州市云澜路 188 号", phone="0512-55500000")
        companies.set_up(first, companies.FirstHour(company, "周总", "", "full_matrix"))
        admin = opening.open_desk(
            store, people.save_person(first, people.Person(name="陈总", role="manager", level="gm")).id
        )
        people.save_person(first, people.Person(name="王总", login="wang", role="manager", level="gm"), "9999")
        zhou = people.save_person(first, people.Person(name="周洁", login="zhou", role="sales")).id
        li = people.save_person(first, people.Person(name="李雷", login="li", role="sales"), "1111").id
        customers.save(opening.open_desk(store, zhou), Customer(name=MINE, code="C001", tier="key"))
        customers.save(opening.open_desk(store, li), Customer(name=THEIRS, code="C002"))
        for code, price in (("PLF060", "120"), ("PLF090", "250.5")):
            products.save(
                admin,
                Product(
                    code=code,
                    name_zh=f"行星减速机 {code}",
                    unit="台",
                    list_price=Decimal(price),
                    cost=Decimal("61.25"),
                    lead_days=20,
                ),
            )
        store.close()
    return folder


@pytest.fixture
def data(firm: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "firm"
    shutil.copytree(firm / "data", folder)
    shutil.copytree(firm / "config", tmp_path / "config")
    return folder


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command as zhou (or ``user=``) with JSON, with `typed` on standard input."""

    def call(*words: object, user: str = "zhou", typed: str = "", json: bool = True, folder: Path | None = None) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        before = ["--data", str(folder or data), *(["--json"] if json else []), *(["--user", user] if user else [])]
        capsys.readouterr()
        try:
            code = main([*before, *map(str, words)])
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Ran(code, printed.out, printed.err)

    return call


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a JSON file and return its path."""

    def made(content: Any, name: str = "file.json") -> Path:
        path = tmp_path / name
        path.write_text(
            content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8"
        )
        return path

    return made


def environment(**more: str) -> dict[str, str]:
    """The environment for a real process that runs this checkout."""
    root = Path(__file__).resolve().parents[2]
    return {**os.environ, "PYTHONPATH": str(root), **more}
