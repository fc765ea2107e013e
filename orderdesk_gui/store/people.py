"""Tables of our own companies, the people at the desks, their rights and the settings they keep."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import Index

from orderdesk_gui.store.base import Base, Data, Long, Mapped, Rate, Ref, Shared, Short, column, shared


class Company(Shared, Base):
    """One of our own companies, as it stands on its papers."""

    __tablename__ = "company"
    __table_args__ = shared()

    position: Mapped[int] = column(default=0)
    name_zh: Mapped[Short]
    name_en: Mapped[Short] = column(default="")
    short_name: Mapped[Short] = column(default="")
    uscc: Mapped[Short] = column(default="")
    address_zh: Mapped[Short] = column(default="")
    address_en: Mapped[Short] = column(default="")
    phone: Mapped[Short] = column(default="")
    email: Mapped[Short] = column(default="")
    website: Mapped[Short] = column(default="")
    legal_representative: Mapped[Short] = column(default="")
    bank_name: Mapped[Short] = column(default="")
    bank_account: Mapped[Short] = column(default="")
    bank_code: Mapped[Short] = column(default="")
    bank_name_en: Mapped[Short] = column(default="")
    swift: Mapped[Short] = column(default="")
    logo_sha: Mapped[Short] = column(default="")
    currency: Mapped[Short] = column(default="CNY")
    tax_mode: Mapped[Short] = column(default="inclusive")
    vat_rate: Mapped[Rate] = column(default=Decimal("0.13"))
    quote_series: Mapped[Short] = column(default="QT")
    contract_series: Mapped[Short] = column(default="CT")
    inquiry_series: Mapped[Short] = column(default="INQ")
    demo: Mapped[bool] = column(default=False)


class User(Shared, Base):
    """A person who works with the program."""

    __tablename__ = "user"
    __table_args__ = shared()

    login: Mapped[Short]
    name: Mapped[Short]
    role: Mapped[Short]
    level: Mapped[Short] = column(default="auto")
    email: Mapped[Short] = column(default="")
    phone: Mapped[Short] = column(default="")
    active: Mapped[bool] = column(default=True)


class Right(Shared, Base):
    """An exception from the default table of rights: this role may, or may not."""

    __tablename__ = "right"
    __table_args__ = shared()

    role: Mapped[Short]
    right: Mapped[Short]
    allowed: Mapped[bool]


class Authority(Shared, Base):
    """Authority that a manager lent to a person for some days: a discount (fraction) or an amount."""

    __tablename__ = "authority"
    __table_args__ = (Index("ix_authority_user", "user_id"), shared())

    user_id: Mapped[Ref]
    dimension: Mapped[Short]
    limit: Mapped[Rate]
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date]
    granted_by: Mapped[Ref]
    reason: Mapped[Short] = column(default="")


class Setting(Shared, Base):
    """A setting of the whole firm, dated: the newest that is valid counts."""

    __tablename__ = "setting"
    __table_args__ = (Index("ix_setting_key", "key", "valid_from"), shared(margins=("value",)))

    key: Mapped[Short]
    valid_from: Mapped[dt.date]
    value: Mapped[Data]
    changed_by: Mapped[Ref | None]


class ImportProfile(Shared, Base):
    """The columns a person assigned when importing a file with these headings."""

    __tablename__ = "import_profile"
    __table_args__ = shared()

    kind: Mapped[Short]
    headings: Mapped[Long]
    mapping: Mapped[Data]
