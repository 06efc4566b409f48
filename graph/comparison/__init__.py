"""Two texts, or two bodies of text, side by side: which formulations stay, go, come, change their words or weight."""
