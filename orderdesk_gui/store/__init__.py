"""SQLAlchemy tables and queries, the journal, search and backup."""
