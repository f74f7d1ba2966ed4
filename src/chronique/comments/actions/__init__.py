"""What people do with comments. Each file has one subject."""
