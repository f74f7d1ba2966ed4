"""What Mailman takes to send a personal letter.

Run by Mailman's own Python: nothing of ours is here but `bench.issue`, what is sent.

`python -m bench.mailman_letters FOLDER PORT` prints milliseconds of processor time a letter.
"""

import logging
import sys
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from time import process_time

from mailman.app.lifecycle import create_list
from mailman.core.initialize import initialize
from mailman.database.transaction import transaction
from mailman.email.message import Message
from mailman.interfaces.domain import IDomainManager
from mailman.interfaces.mailinglist import Personalization
from mailman.interfaces.usermanager import IUserManager
from mailman.mta.deliver import deliver
from zope.component import getUtility

from bench.issue import HTML, SUBJECT, TEXT, own_words

LETTERS = 200
CONFIGURATION = """
[mailman]
layout: here
[paths.here]
var_dir: {folder}
[mta]
smtp_host: 127.0.0.1
smtp_port: {port}
verp_personalized_deliveries: yes
"""


def main(folder: Path, port: int) -> None:
    file = folder / "mailman.cfg"
    file.write_text(CONFIGURATION.format(folder=folder, port=port))
    initialize(str(file))
    logging.disable(logging.INFO)
    with transaction():
        getUtility(IDomainManager).add("example.org")
        mlist = create_list("tides@example.org")
        mlist.personalize = Personalization.full
        readers = [f"reader{number}@example.org" for number in range(LETTERS)]
        for address in readers:
            user = getUtility(IUserManager).make_user(address)
            user.addresses[0].verified_on = user.created_on
            mlist.subscribe(user.addresses[0])
    message = message_from_bytes(issue(), Message)
    before = process_time()
    with transaction():
        deliver(mlist, message, {"recipients": set(readers), "verp": True})
    print((process_time() - before) / LETTERS * 1000)


def issue() -> bytes:
    own = own_words(0)
    message = EmailMessage()
    message["Subject"] = SUBJECT
    message["From"], message["To"] = "ada@example.org", "tides@example.org"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(TEXT.format(**own))
    message.add_alternative(HTML.format(**own), subtype="html")
    return message.as_bytes()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
