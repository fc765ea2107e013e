"""The page of contracts: the list, the clauses in place, the checks, and the pages beside."""
