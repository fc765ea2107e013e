"""The page of stock: what there is of each product, what can be promised, what to order."""
