"""Template, styles and script of the interactive page."""
