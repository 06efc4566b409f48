"""The colours of node and edge kinds, the same on the page and in every file.

They are taken from the palette of M. Okabe and K. Ito (“Color Universal Design”, 2008), which readers with any
colour vision tell apart.
"""

NODE_COLORS = {"directive": "#D55E00", "slogan": "#0072B2", "entity": "#009E73", "speech": "#CC79A7"}
EDGE_COLORS = {"mentions": "#E69F00", "cooccurs": "#56B4E9", "contains": "#999999"}
