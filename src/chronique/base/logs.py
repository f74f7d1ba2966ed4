"""What is logged, without what would open a reader's own page to whoever reads the log."""

import logging
import re

# As Django signs: what is said, perhaps when, and the signature.
SIGNED = re.compile(r"[\w.-]+:(?:[\w-]+:)?[\w-]{40,}")


class WithoutSignedLinks(logging.Filter):
    """Leaves out of each message what a signed link consists of."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if ":" in message and SIGNED.search(message):
            record.msg, record.args = SIGNED.sub("…", message), ()
        return True
