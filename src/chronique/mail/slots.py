"""Where the letters of one mailing differ."""

import re

# Private signs of Unicode: nobody types them, and what readers or writers wrote holds none.
SLOT = re.compile("\ue000([a-z_]+)\ue001")


def slot(name: str) -> str:
    """Return what stands in a mailing where each letter has its own, such as `slot("leave")`."""
    return f"\ue000{name}\ue001"
