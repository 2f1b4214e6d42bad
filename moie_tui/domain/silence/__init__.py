"""Why a heart is silent: what may be the matter, a kind a file, each told from facts alone."""
