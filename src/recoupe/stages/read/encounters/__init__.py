"""Encounters: meetings, calls, visits and summits, each with all that is told of it."""
