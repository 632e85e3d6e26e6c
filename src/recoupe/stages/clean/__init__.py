"""From bytes to a document: characters, the lines of the article, and what the page states about it."""
