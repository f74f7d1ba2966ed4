"""The writers' screens of who gets letters: newsletters, subscribers, lists that come and go."""
