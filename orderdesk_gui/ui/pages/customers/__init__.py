"""The page of customers and its parts."""
