"""From a document to its reading. A room for each kind of finding; `draft` is what finders hand on."""
