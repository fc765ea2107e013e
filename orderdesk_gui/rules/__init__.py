"""Every decision and all arithmetic, in plain Python."""
