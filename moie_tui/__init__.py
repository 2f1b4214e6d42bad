"""The terminal cockpit of MOIE-OS."""

__version__ = "0.1.0"
