"""The happenings of a story and the rows of its table: what agrees, what differs, what was edited."""
