"""Cron lines, launchd agents and systemd timers, held against what really reads them."""
