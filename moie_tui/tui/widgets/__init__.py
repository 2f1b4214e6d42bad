"""The parts screens are made of; they show what they are given and never open a file."""
