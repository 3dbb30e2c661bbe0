"""Put a script in order and time it: plan, timeline, target durations."""
