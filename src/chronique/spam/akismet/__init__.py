"""The filter as others ask it, in the way of Akismet; and such a service asked in turn."""
