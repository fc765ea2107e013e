"""Measures OrderDesk against bare floors in the same run: ``python dev.py bench``."""
