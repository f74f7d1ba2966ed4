"""What comes back: reading bounces, complaints and automatic answers. Pure code."""

from chronique.mail.returns.reading import Returned, read
from chronique.mail.returns.signs import Kind

__all__ = ["Kind", "Returned", "read"]
