"""The page of complaints: noted in seconds, answered by the clock, remedied, measured, closed."""
