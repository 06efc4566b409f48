"""How the weights in the package are made: needs ../shared and the `train` extra, never imported at run time."""
