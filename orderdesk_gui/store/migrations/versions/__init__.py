"""Migrations of the data file, oldest first."""
