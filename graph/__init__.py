"""Records in, a knowledge graph and its files out; never imports spaCy."""
