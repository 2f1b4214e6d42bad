"""The faults suite: what a root goes through when everything around it breaks."""
