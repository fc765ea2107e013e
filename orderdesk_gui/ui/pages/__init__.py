"""One page per stage of an order."""
