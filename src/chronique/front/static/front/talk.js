/* Taking part without leaving the page. Every form here works without this file, which front.js
   fetches when it is about to be needed. */
"use strict";

{
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const talk = one("#comments");
  const form = one("form[data-write]");
  const said = one("#talk").dataset;
  const MINUTE = 60_000;
  const json = { Accept: "application/json" };

  /* Likes: the count changes at once, and again if the answer says otherwise. */
  const show = (button, liked, count) => {
    button.setAttribute("aria-pressed", liked);
    one("[data-count]", button).textContent = count || "";
  };
  async function like(event) {
    const button = one("[data-like]", event.target);
    if (!button) return;
    event.preventDefault();
    const before = [button.ariaPressed === "true", Number(one("[data-count]", button).textContent)];
    const liked = !before[0];
    show(button, liked, before[1] + (liked ? 1 : -1));
    try {
      const body = new URLSearchParams({ liked: liked ? "1" : "0" });
      const answer = await fetch(event.target.action, { method: "POST", headers: json, body });
      if (!answer.ok) throw new Error(answer.status);
      const now = await answer.json();
      show(button, now.liked, now.count);
    } catch {
      show(button, ...before);
    }
  }

  /* What is being written is kept in this browser until it was sent. */
  const draft = form && `draft:${form.action}`;
  const body = form && form.elements.body;
  function keepDraft() {
    if (body.value.trim()) localStorage.setItem(draft, body.value);
    else localStorage.removeItem(draft);
    count();
  }
  function count() {
    const line = one(".write-count", form);
    const length = [...body.value].length;
    const { soft, hard, left, long } = line.dataset;
    line.hidden = length < soft * 0.8;
    line.classList.toggle("is-long", length > soft);
    const rest = `${hard - length} ${left}`;
    line.textContent = length > soft ? `${long} ${rest}` : `${soft - length} ${left}`;
  }

  /* The form comes to the comment that is answered, and goes back. */
  const home = form && form.parentElement;
  function answer(link) {
    const comment = link.closest(".comment");
    comment.append(form);
    home.hidden = true;
    form.elements.parent.value = comment.dataset.comment;
    const line = one("[data-answered]", form);
    one("bdi", line).textContent = one(".comment-author", comment).textContent.trim();
    line.hidden = false;
    body.focus();
  }
  function answerNobody() {
    home.hidden = false;
    home.append(form);
    form.elements.parent.value = "";
    one("[data-answered]", form).hidden = true;
    body.focus();
  }

  /* Errors stand at their fields, as they do on the page that comes without a script. */
  function forget() {
    for (const old of all(".error", form)) old.remove();
    for (const field of all("[aria-invalid]", form)) {
      field.removeAttribute("aria-invalid");
      describe(field, "");
    }
  }
  function describe(field, error) {
    const hints = (field.getAttribute("aria-describedby") || "").split(" ");
    const texts = [error, ...hints.filter((id) => !id.endsWith("-error"))];
    field.setAttribute("aria-describedby", texts.join(" ").trim());
  }
  function complain(problem) {
    const errors = Object.entries(problem.errors || { "": problem.title });
    for (const [name, sentence] of errors) {
      const field = name && form.elements[name];
      const line = Object.assign(document.createElement("p"), { className: "error", textContent: sentence });
      line.setAttribute("role", "alert");
      if (field && field.type !== "hidden") {
        line.id = `${field.id}-error`;
        field.setAttribute("aria-invalid", "true");
        describe(field, line.id);
        field.after(line);
      } else one(".write-send", form).before(line);
    }
    const first = one("[aria-invalid]", form);
    if (first) first.focus();
  }
  async function send(event) {
    event.preventDefault();
    const isPreview = event.submitter && event.submitter.dataset.preview !== undefined;
    form.elements.took.value = Math.round(performance.now());
    const words = new FormData(form, event.submitter);
    const buttons = all("button", form);
    for (const button of buttons) button.disabled = true;
    forget();
    try {
      const answer = await fetch(form.action, { method: "POST", headers: json, body: new URLSearchParams(words) });
      const told = await answer.json();
      if (!answer.ok) complain(told);
      else if (isPreview) preview(told.html);
      else {
        localStorage.removeItem(draft);
        location.assign(told.url);
      }
    } catch {
      complain({ title: said.away });
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }
  function preview(html) {
    const place = one("[data-shown]", form);
    const heading = Object.assign(document.createElement("h3"), { textContent: said.preview });
    const text = Object.assign(document.createElement("div"), { className: "comment-text", dir: "auto" });
    text.lang = document.querySelector("article")?.lang || "";
    text.innerHTML = html;
    place.replaceChildren(heading, text);
    place.hidden = false;
  }

  /* What came since is told, and the page stays where it is. */
  async function look() {
    if (document.hidden || !talk.dataset.address) return;
    const answer = await fetch(`${talk.dataset.address}after/${talk.dataset.newest || 0}/`).catch(() => null);
    const { count } = answer && answer.ok ? await answer.json() : { count: 0 };
    if (!count) return;
    let link = one(".news a");
    if (!link) {
      const line = Object.assign(document.createElement("p"), { className: "news" });
      line.setAttribute("role", "status");
      document.body.append(line);
      link = document.createElement("a");
      link.href = `${talk.dataset.address}newest/`;
      line.append(link);
    }
    link.textContent = (count === 1 ? said.one : said.many).replace("0", count);
  }

  addEventListener("submit", (event) => {
    if (event.target.matches("form.like")) like(event);
  });
  if (form) {
    form.addEventListener("submit", send);
    body.addEventListener("input", keepDraft);
    if (!body.value) body.value = localStorage.getItem(draft) || "";
    keepDraft();
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-answer], [data-no-answer]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (link.dataset.answer !== undefined) answer(link);
      else answerNobody();
    });
  }
  if (talk) {
    setTimeout(() => {
      look();
      setInterval(look, MINUTE);
    }, MINUTE - performance.now());
  }
}
