"""What readers ask for of comments by address, and what they send."""
