"""One function per verb of the user, each one transaction; the only writers."""
