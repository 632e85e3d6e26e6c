"""Layer 2: the stages. `line` holds the one order they run in; a room is imported when it is needed."""
