"""The page of products and prices, and its parts."""
