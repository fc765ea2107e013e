"""OrderDesk: quotations, contracts and order follow-up on the desktop."""
