"""The ways an alert reaches people, one file each."""
