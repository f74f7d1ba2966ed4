/* Comforts. Every page is whole without this file. */
"use strict";

const said = document.currentScript.dataset;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => within.querySelectorAll(selector);

function made(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/* Menus close when attention goes elsewhere. */
function closeMenus(except) {
  for (const menu of all(".menu li details[open]")) {
    if (menu !== except) menu.open = false;
  }
}

/* The table of contents stands open where it has a column of its own. */
function openContents() {
  const contents = one(".contents");
  const isWide = matchMedia("(min-width: 70rem)");
  const follow = () => (contents.open = isWide.matches);
  if (contents) {
    follow();
    isWide.addEventListener("change", follow);
  }
}

/* A player takes its card's place after a press, and not before. */
function offerPlayer(card) {
  const button = made("button", { type: "button", textContent: card.dataset.play });
  button.addEventListener("click", () => {
    const frame = made("iframe", {
      src: card.dataset.player,
      title: one("figcaption", card).textContent.trim(),
      allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
      referrerPolicy: "strict-origin-when-cross-origin",
    });
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
    button.replaceWith(frame);
    frame.focus();
  });
  card.append(button);
}

/* A note is read where it is referred to; its number still leads to the end of the text. */
function showNote(reference, event) {
  const note = document.getElementById(reference.hash.slice(1));
  if (!note) return;
  event.preventDefault();
  const isShown = reference.getAttribute("aria-expanded") === "true";
  closeNote();
  if (isShown) return;
  const words = note.cloneNode(true);
  for (const back of all(".back", words)) back.remove();
  const card = made("div", { className: "note-card", id: "note-card", tabIndex: -1 }, ...words.childNodes);
  card.setAttribute("role", "note");
  document.body.append(card);
  const place = reference.getBoundingClientRect();
  const widest = document.documentElement.clientWidth - card.offsetWidth - 16;
  card.style.insetBlockStart = `${place.bottom + scrollY + 8}px`;
  card.style.left = `${Math.max(16, Math.min(place.left - 24, widest))}px`;
  reference.setAttribute("aria-expanded", "true");
  reference.after(card);
  card.focus({ preventScroll: true });
}

function closeNote() {
  const card = one("#note-card");
  const reference = one(".note-ref a[aria-expanded=true]");
  if (!card) return;
  const hadFocus = card.contains(document.activeElement);
  card.remove();
  reference.removeAttribute("aria-expanded");
  if (hadFocus) reference.focus({ preventScroll: true });
}

/* The sign beside a heading copies the heading's address. */
function offerAddress(heading) {
  const link = made("a", { className: "anchor", href: `#${heading.id}`, tabIndex: -1 });
  link.setAttribute("aria-hidden", "true");
  link.title = said.copy;
  link.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(link.href);
    link.title = said.copied;
  });
  heading.append(link);
}

/* An address may end with a comment that stands on another page: ask where. */
async function findComment() {
  const [, own, old] = /^#(?:c(\d+)|comment-(\w+))$/.exec(location.hash) || [];
  const article = one("#comments")?.dataset.article;
  if (!article || !(own || old) || document.getElementById(location.hash.slice(1))) return;
  const address = own ? `/comment/${own}/` : `/comment/?old=${old}&article=${article}`;
  const answer = await fetch(address, { method: "HEAD" });
  if (answer.ok) location.replace(address);
}

/* Taking part has a script of its own: it comes when the discussion is near, and after a minute, when it
   asks for news. A press that is faster waits for it, and goes its way also if it cannot come. */
function fetchTalkInTime(talk) {
  const waiting = new AbortController();
  const { signal } = waiting;
  let script;
  function come() {
    if (script) return;
    const go = () => waiting.abort();
    script = made("script", { src: talk.dataset.script, onload: go, onerror: go });
    document.head.append(script);
  }
  function wait(event, again) {
    event.preventDefault();
    signal.onabort = again;
    come();
  }
  const submitted = (event) => {
    const { target, submitter } = event;
    if (target.matches("form.like, form[data-write]")) wait(event, () => target.requestSubmit(submitter));
  };
  const clicked = (event) => {
    const link = event.target.closest("[data-answer]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) wait(event, () => link.click());
  };
  addEventListener("submit", submitted, { signal });
  addEventListener("click", clicked, { signal });
  const near = new IntersectionObserver(
    (places) => places.some((place) => place.isIntersecting) && come(),
    { rootMargin: "50%" },
  );
  for (const place of all("#comments, form.like, form[data-write]")) near.observe(place);
  setTimeout(come, 60_000);
}

openContents();
if (one("#talk")) fetchTalkInTime(one("#talk"));
all("figure[data-player]").forEach(offerPlayer);
all(".prose :is(h2, h3, h4)[id]").forEach(offerAddress);
findComment();
addEventListener("hashchange", findComment);
addEventListener("click", (event) => {
  closeMenus(event.target.closest(".menu li details"));
  const reference = event.target.closest(".note-ref a");
  if (reference) showNote(reference, event);
  else if (!event.target.closest("#note-card")) closeNote();
});
/* How long a form was looked at, where one asks: programs do not look. */
addEventListener("submit", ({ target }) => {
  if (target.elements.took) target.elements.took.value = Math.round(performance.now());
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = one(".menu li details[open]");
  if (menu?.contains(document.activeElement)) one("summary", menu).focus();
  closeMenus();
  closeNote();
});
