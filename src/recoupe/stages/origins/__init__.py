"""What each telling of a story goes back to, and which articles share their words."""
