"""What the next heartbeats will do, worked out beat by beat from what is known now."""
