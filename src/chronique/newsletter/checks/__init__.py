"""What is looked at before an issue is sent. Each finding is a sentence."""
