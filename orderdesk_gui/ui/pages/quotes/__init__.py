"""The page of quotations: list, line grid, terms, approval and papers."""
