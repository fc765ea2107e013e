"""The parties of a contract as the books say now: our own company, and the customer."""

import uuid

from sqlalchemy import Connection

from orderdesk_gui.actions import companies, people
from orderdesk_gui.rules.contracts import Party
from orderdesk_gui.store import customers as customer_store
from orderdesk_gui.store import rows


def seller_of(connection: Connection, company_id: uuid.UUID, owner_id: uuid.UUID) -> Party:
    """Our own company as a party, with the person who looks after the contract as its contact."""
    company = next(c for c in companies.companies(connection) if c.id == company_id)
    owner = next((p for p in people.people(connection) if p.id == owner_id), None)
    return Party(
        name=company.name_zh or company.name_en,
        uscc=company.uscc,
        address=company.address_zh or company.address_en,
        representative=company.legal_representative,
        contact=owner.name if owner else "",
        phone=(owner.phone if owner else "") or company.phone,
        bank=company.bank_name,
        account=company.bank_account,
        name_en=company.name_en,
        address_en=company.address_en,
        email=(owner.email if owner else "") or company.email,
        bank_en=company.bank_name_en,
        bank_code=company.swift or company.bank_code,
    )


def buyer_of(connection: Connection, customer_id: uuid.UUID, contact_id: uuid.UUID | None) -> Party:
    """The customer as a party, with the contact of the quotation."""
    customer = rows.fetch(connection, customer_store.Customer, customer_id)
    contacts = rows.children(connection, customer_store.Contact, "customer_id", customer_id)
    addresses = rows.children(connection, customer_store.Address, "customer_id", customer_id)
    accounts = rows.children(connection, customer_store.BankAccount, "customer_id", customer_id)
    contact = next((c for c in contacts if c["id"] == contact_id), None) or (contacts[0] if contacts else {})
    home = next((a for a in addresses if a["kind"] == "registered"), None) or (addresses[0] if addresses else {})
    account = accounts[0] if accounts else {}
    return Party(
        name=customer["name"],
        uscc=customer["uscc"],
        address=home.get("text", "") or customer["invoice_address"] or home.get("text_en", ""),
        representative=customer["legal_representative"],
        contact=contact.get("name", ""),
        phone=contact.get("phone", "") or customer["phone"],
        bank=account.get("bank", ""),
        account=account.get("account", ""),
        country=customer["country"],
        name_en=customer["name_en"],
        address_en=home.get("text_en", ""),
        email=contact.get("email", "") or customer["email"],
        bank_code=account.get("bic", ""),
        registration=customer["tax_number"] if customer["country"] != "CN" else "",
    )
