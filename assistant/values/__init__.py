"""Numbers, amounts, units, dates: the only room where one is read or printed."""
