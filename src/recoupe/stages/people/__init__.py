"""Who is who across the accounts of one story."""
