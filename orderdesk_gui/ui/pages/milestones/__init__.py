"""The page of orders that are followed up: all open ones by forecast, and the plan of one."""
