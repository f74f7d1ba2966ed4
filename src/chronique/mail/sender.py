"""What is to be known of our own sender, before an issue goes and when the owner asks."""

from django.conf import settings

from chronique.mail.dkim import BadKey, Keys
from chronique.mail.dns import Finding, Level, sender_records
from chronique.mail.signing import domain_of_sender, keys


def own_records() -> list[Finding]:
    """Return what others find in the DNS about our sender; it takes up to ten seconds.

    With a provider of letters the return path is the provider's, and SPF is no matter of ours.
    """
    conf = settings.CONF
    box = conf.mailbox
    returns = box.address.rpartition("@")[2] if box else ""
    try:
        own = keys()
    except BadKey as error:
        own = Keys(wrong=[str(error)])
    wrong = [Finding("DKIM", Level.BAD, said) for said in own.wrong]
    found = sender_records(domain_of_sender(), return_domain=returns, keys=own.good)
    by_others = bool(conf.mail_servers) and all(server.is_provider for server in conf.mail_servers)
    kept = [one for one in found if not (by_others and one.about == "SPF")]
    return wrong + [one for one in kept if own.good or not wrong or one.about != "DKIM"]
