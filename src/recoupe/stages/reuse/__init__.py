"""Copies: the passages that documents share, and what was changed in them."""
