"""What is done with newsletters and subscriptions. Each file has one subject."""
