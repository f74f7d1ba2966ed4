"""Mails that come back, as servers write them."""

REPORT = b"""\
Return-Path: <>
Delivered-To: bounces+r7-mark@example.org
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: bounces+r7-mark@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <own@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain; charset=us-ascii

<bo@example.net>: host mx.example.net said: 550 5.1.1 No such user

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; bo@example.net
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user

--cut
Content-Type: message/rfc822

Return-Path: <bounces+r7-mark@example.org>
Message-ID: <letter@example.org>
From: letters@example.org
To: bo@example.net
Subject: An issue

Words.
--cut--
"""

COMPLAINT = b"""\
Return-Path: <feedback@provider.example>
From: feedback@provider.example
To: abuse@example.org
Subject: Spam report
Message-ID: <report@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="cut"

--cut
Content-Type: text/plain

This is an abuse report.

--cut
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1
Version: 1
Original-Mail-From: <bounces+r7-mark@example.org>

--cut
Content-Type: message/rfc822

Message-ID: <letter@example.org>
From: letters@example.org
To: redacted@provider.example
Subject: An issue

Words.
--cut--
"""


def prose(subject: str, text: str, sender: str = "MAILER-DAEMON@mx.example.net") -> bytes:
    """Return a notice that is no report."""
    return (
        f"Return-Path: <>\nFrom: {sender}\nTo: bounces+r7-mark@example.org\nSubject: {subject}\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    ).encode()
