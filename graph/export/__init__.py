"""Writers of the graph's files, one module a format."""
