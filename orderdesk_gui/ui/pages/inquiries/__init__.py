"""The page of inquiries: list, form and the step to a quotation."""
