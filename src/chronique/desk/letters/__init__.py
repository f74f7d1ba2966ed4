"""The writer's screens of what is sent: plan an issue, look at it, see what becomes of it."""
