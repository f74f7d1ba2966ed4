"""Lists of subscribers, in and out."""
