"""Pages of one reader's own: reached by signed links, kept by nobody. What is kept of readers."""
