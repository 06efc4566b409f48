"""The 提法 lexicon: tables of formulations and names, the loader that validates them, the matcher that finds them."""

from pipeline.lexicon.loader import Entry, Lexicon

__all__ = ["Entry", "Lexicon"]
