"""Quantities: counts, amounts of money, shares, measures, ages and votes, with what they are said of."""
