"""Noticing silence and failure, and telling people: what is wrong, who hears of it, and that they did."""
