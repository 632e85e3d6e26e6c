"""Syntax: the words of a sentence, each with its head, its relation to it, its class and its lemma."""
