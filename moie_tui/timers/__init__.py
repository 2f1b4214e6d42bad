"""What starts pulses and checks by the clock: cron lines, launchd agents, systemd timers."""
