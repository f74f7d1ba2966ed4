"""What a text says, as far as rules can tell: names, figures, dates, and where two disagree."""
