"""The view of one story: pure, from records to a Dossier in which no line stands without a span."""
