"""Plan an issue: choose, look, send. Each button sends the whole form."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from chronique.articles.models import Article
from chronique.base.errors import Refused
from chronique.desk.letters.drafts import (
    correction_of,
    draft_of,
    findings_of,
    opened,
    seal,
    send_test,
)
from chronique.desk.letters.forms import DIGEST, NOT, CorrectionForm, PlanForm
from chronique.desk.letters.rights import of_an_article, of_an_issue
from chronique.newsletter.actions import issues
from chronique.newsletter.checks.findings import Finding, Level
from chronique.newsletter.models import Issue, Newsletter
from chronique.newsletter.numbers import numbers_of, readers_of


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_article
def plan(request: HttpRequest, article: Article) -> HttpResponse:
    form = PlanForm(request.POST or None, article=article)
    screen = Planning(request, form, article)
    return screen.answer("desk/letters/plan.html", {"article": article})


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_issue
def correct(request: HttpRequest, issue: Issue) -> HttpResponse:
    values = {
        "subject": _("Correction: %(subject)s") % {"subject": issue.subject},
        "preheader": issue.preheader, "form": issue.form,
    }  # fmt: skip
    form = CorrectionForm(request.POST or None, initial=values)
    screen = Correcting(request, form, issue)
    return screen.answer("desk/letters/correct.html", {"issue": issue, "readers": screen.readers()})


class Screen(ABC):
    """A form with the buttons "check", "test" and "send"."""

    def __init__(self, request: HttpRequest, form: Any) -> None:
        self.request, self.form = request, form
        self.findings: list[Finding] = []
        self.token = ""

    def answer(self, template: str, values: dict[str, Any]) -> HttpResponse:
        done = None
        if self.request.method == "POST" and self.form.is_valid():
            try:
                done = self._do(self.request.POST.get("action", "check"))
            except Refused as refusal:
                messages.error(self.request, str(refusal))
        if done:
            return done
        context = {
            **values, "form": self.form, "findings": self.findings, "token": self.token,
            "is_blocked": any(one.level == Level.ERROR for one in self.findings),
            "is_asking": any(one.level == Level.WARNING for one in self.findings),
            "frame": self._frame(), "email": getattr(self.request.user, "email", ""),
        }  # fmt: skip
        status = 422 if self.form.is_bound and not self.form.is_valid() else 200
        return render(self.request, template, context, status=status)

    def _do(self, action: str) -> HttpResponse | None:
        if action == "test":
            self._test()
        elif action != "send" or not self._is_agreed():
            self._check()
        else:
            return self.send(timezone.now())
        return None

    def _is_agreed(self) -> bool:
        """Whether this was checked as it is, and what was asked is answered; says so if not."""
        asks = opened(self.request.POST.get("checked", ""), self._words())
        if asks is None:
            messages.warning(self.request, _("Something is not as it was checked: look once more."))
        elif asks and not self.request.POST.get("sure"):
            messages.warning(self.request, _("Say that it is to be sent all the same."))
        else:
            return True
        return False

    def _test(self) -> None:
        to = getattr(self.request.user, "email", "")
        draft = self.draft()
        if draft is None:
            raise Refused(_("Choose a newsletter in which it is to be sent."))
        send_test(draft, to=to, now=timezone.now())
        messages.success(self.request, _("A test letter is on its way to %(to)s.") % {"to": to})

    def _check(self) -> None:
        draft = self.draft()
        self.findings = findings_of(draft, readers=self.readers()) if draft else []
        self.token = seal(self._words(), self.findings)

    def _words(self) -> dict[str, Any]:
        return {**self.form.cleaned_data, **self.version()}

    def _frame(self) -> str:
        """Return where the preview is, without its last word, which says how it is shown."""
        if not self.form.is_bound or not self.form.is_valid() or (draft := self.draft()) is None:
            return ""
        words = {
            "newsletter": draft.newsletter.pk, "form": draft.form, "subject": draft.subject,
            "preheader": draft.preheader, "note": draft.note,
        }  # fmt: skip
        return f"{self.preview_address()}?{urlencode(words)}&show="

    # What differs.

    @abstractmethod
    def draft(self) -> Issue | None:
        """Return the issue as it would be sent; None while no newsletter is chosen."""

    @abstractmethod
    def readers(self) -> int:
        """Return how many would get it."""

    @abstractmethod
    def version(self) -> dict[str, Any]:
        """Return what else must be as it was when it was checked."""

    @abstractmethod
    def preview_address(self) -> str:
        """Return where a preview is shown, without what is chosen."""

    @abstractmethod
    def send(self, now: datetime) -> HttpResponse:
        """Plan it, and lead to where it is seen. Raises Refused."""


class Planning(Screen):
    form: PlanForm

    def __init__(self, request: HttpRequest, form: PlanForm, article: Article) -> None:
        super().__init__(request, form)
        self.article = article

    def draft(self) -> Issue | None:
        sent = self.form.sent()
        if not sent:
            return None
        newsletter, form = sent[0]
        return draft_of(self.article, newsletter, form, self.form.cleaned_data)

    def readers(self) -> int:
        return readers_of(newsletter for newsletter, _form in self.form.sent())

    def version(self) -> dict[str, Any]:
        return {"version": self.article.latest_revision_id, "live": self.article.live}

    def preview_address(self) -> str:
        return reverse("letters_preview_article", args=[self.article.pk])

    @transaction.atomic
    def send(self, now: datetime) -> HttpResponse:
        words = self.form.cleaned_data
        made = [
            issues.plan_issue(
                article=self.article, newsletter=newsletter, form=form, user=self.request.user,
                when=self.form.moment(now), subject=words["subject"],
                preheader=words["preheader"], now=now,
            )
            for newsletter, form in self.form.sent()
        ]  # fmt: skip
        for newsletter, choice in self.form.choices():
            if choice in (DIGEST, NOT):
                keep = issues.leave_out if choice == NOT else issues.let_in
                keep(article=self.article, newsletter=newsletter)
        messages.success(self.request, _said(made))
        return redirect("letters_issue", made[0].pk) if len(made) == 1 else redirect("letters_list")


class Correcting(Screen):
    form: CorrectionForm

    def __init__(self, request: HttpRequest, form: CorrectionForm, issue: Issue) -> None:
        super().__init__(request, form)
        self.issue = issue

    def draft(self) -> Issue:
        words = self.form.cleaned_data
        return correction_of(self.issue, words["form"], words)

    def readers(self) -> int:
        return numbers_of(self.issue).get("sent", 0)

    def version(self) -> dict[str, Any]:
        article = self.issue.article
        return {"version": article.latest_revision_id if article else 0}

    def preview_address(self) -> str:
        return reverse("letters_preview_correction", args=[self.issue.pk])

    def send(self, now: datetime) -> HttpResponse:
        words = self.form.cleaned_data
        made = issues.plan_correction(
            corrects=self.issue, note=words["note"], subject=words["subject"],
            preheader=words["preheader"], form=Newsletter.Form(words["form"]),
            user=self.request.user, now=now,
        )  # fmt: skip
        messages.success(self.request, _said([made]))
        return redirect("letters_issue", made.pk)


def _said(made: list[Issue]) -> str:
    if not made:
        return _("Nothing is sent at once; the digests know what you chose.")
    sentence = ngettext("%(count)s letter is planned.", "%(count)s letters are planned.", len(made))
    return sentence % {"count": len(made)} + " " + _("Until it leaves, it can be taken back.")
