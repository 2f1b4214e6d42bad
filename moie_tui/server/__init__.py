"""HTTP: the root for monitors, scrapers and scripts of other machines."""
