"""Brings a data file to the newest version, in one transaction, under the rules that SQLite demands."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import triggers
from orderdesk_gui.store.connecting import connect

SCRIPTS = Path(__file__).with_name("migrations")


def migrate(path: Path, target: str = "head") -> None:
    """Migrate the file at `path`; it is whole before or after, whatever happens in between.

    Foreign keys are off before the transaction begins (with them on, dropping a rebuilt table deletes its
    children), all triggers are dropped first and made anew at the end, then the keys are checked.
    """
    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN EXCLUSIVE"))
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            triggers.drop_all(connection)
            config = Config()
            config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, target)
            triggers.create_all(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise UserError(
                    "This data file cannot be brought to the new version: {count} rows point to nothing, the first "
                    "in {table}. It was left as it was; restore a backup or ask for help.",
                    count=len(broken),
                    table=broken[0][0],
                )
    engine.dispose()
