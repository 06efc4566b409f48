"""Template, styles and script of the page that shows a comparison."""
