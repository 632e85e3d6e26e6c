"""Recoupe reads press coverage of an event and gives one sourced account of it."""

__version__ = "0.1.0"
