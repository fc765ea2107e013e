"""The page of settings: sections at the left, edited in place."""
