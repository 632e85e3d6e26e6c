"""Scores of Recoupe against marked articles: `python -m eval --data FOLDER`. Not part of the package."""
