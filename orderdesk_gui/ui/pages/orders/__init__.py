"""The page of sales orders: from the first line to the last delivery."""
