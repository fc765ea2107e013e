"""Tables of our own companies, the people at the desks, their rights and the settings they keep."""

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from orderdesk_gui.store.base import Base, Data, Identifier, Long, Rate, Ref, Shared, Short, shared


class Company(Shared, Base):
    """One of our own companies, as it stands on its papers."""

    __tablename__ = "company"
    __table_args__ = shared()

    position: Mapped[int] = mapped_column(default=0)
    name_zh: Mapped[Short]
    name_en: Mapped[Short] = mapped_column(default="")
    short_name: Mapped[Short] = mapped_column(default="")
    uscc: Mapped[Short] = mapped_column(default="")
    address_zh: Mapped[Short] = mapped_column(default="")
    address_en: Mapped[Short] = mapped_column(default="")
    phone: Mapped[Short] = mapped_column(default="")
    email: Mapped[Short] = mapped_column(default="")
    website: Mapped[Short] = mapped_column(default="")
    legal_representative: Mapped[Short] = mapped_column(default="")
    bank_name: Mapped[Short] = mapped_column(default="")
    bank_account: Mapped[Short] = mapped_column(default="")
    bank_code: Mapped[Short] = mapped_column(default="")
    bank_name_en: Mapped[Short] = mapped_column(default="")
    swift: Mapped[Short] = mapped_column(default="")
    logo_sha: Mapped[Short] = mapped_column(default="")
    currency: Mapped[Short] = mapped_column(default="CNY")
    tax_mode: Mapped[Short] = mapped_column(default="inclusive")
    vat_rate: Mapped[Rate] = mapped_column(default=Decimal("0.13"))
    quote_series: Mapped[Short] = mapped_column(default="QT")
    contract_series: Mapped[Short] = mapped_column(default="CT")
    inquiry_series: Mapped[Short] = mapped_column(default="INQ")
    demo: Mapped[bool] = mapped_column(default=False)


class User(Shared, Base):
    """A person who works with the program."""

    __tablename__ = "user"
    __table_args__ = shared()

    login: Mapped[Short]
    name: Mapped[Short]
    role: Mapped[Short]
    level: Mapped[Short] = mapped_column(default="auto")
    email: Mapped[Short] = mapped_column(default="")
    phone: Mapped[Short] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


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
    reason: Mapped[Short] = mapped_column(default="")


class Setting(Shared, Base):
    """A setting of the whole firm, dated: the newest that is valid counts."""

    __tablename__ = "setting"
    __table_args__ = (Index("ix_setting_key", "key", "valid_from"), shared())

    key: Mapped[Short]
    valid_from: Mapped[dt.date]
    value: Mapped[Data]
    changed_by: Mapped[uuid.UUID | None] = mapped_column(Identifier)


class ImportProfile(Shared, Base):
    """The columns a person assigned when importing a file with these headings."""

    __tablename__ = "import_profile"
    __table_args__ = shared()

    kind: Mapped[Short]
    headings: Mapped[Long]
    mapping: Mapped[Data]
