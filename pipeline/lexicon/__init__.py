"""The 提法 lexicon: TSV data files and the loader that validates them."""
