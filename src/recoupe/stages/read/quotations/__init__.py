"""Whose words an article gives: quotations, credits, and the authorities it names for what it says."""
