"""Text as several stages look at it: folded letters, words, written forms of names, what is spoken of."""
