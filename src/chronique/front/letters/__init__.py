"""Newsletters as readers meet them: the box, the pages that letters lead to, the way out."""
