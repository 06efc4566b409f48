"""Formulations through time: slices of a corpus, what each says how often, and what comes, goes and comes back."""
