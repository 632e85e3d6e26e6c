"""Layer 1: all that depends on a language."""

from recoupe.packs.pack import MASKS, Pack, Rule, load_pack, load_packs, mask, pack_languages

__all__ = ["MASKS", "Pack", "Rule", "load_pack", "load_packs", "mask", "pack_languages"]
