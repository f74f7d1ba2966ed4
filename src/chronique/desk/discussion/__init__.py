"""The moderators' screens: the queue, the log, people and words."""
