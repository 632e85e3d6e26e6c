"""Every word the interface says, in French and in English."""

from recoupe.messages.catalogue import LANGUAGES, Catalogue, load_catalogue

__all__ = ["LANGUAGES", "Catalogue", "load_catalogue"]
