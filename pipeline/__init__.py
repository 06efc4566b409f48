"""Chinese policy texts in, records of sections, mentions and concepts out."""
