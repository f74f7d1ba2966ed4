/* The moderators' queue without reloading: each form is sent as it is, the answer says what stands
   on the list now. What a key does, its button does too; without this file the buttons do it. */
(() => {
  const queue = document.querySelector("[data-queue]");
  if (!queue) return;
  const find = (selector, within = queue) => within.querySelector(selector);
  const list = find("[data-entries]");
  const said = find("[data-said]");
  const dialog = find("[data-dialog]");
  const all = () => [...list.querySelectorAll("[data-entry]")];
  const current = () => document.activeElement?.closest("[data-entry]") || all()[0];
  /* Where each entry stood that left the list, so that undoing brings it back there. */
  const places = new Map();

  const say = (sentence, isWrong = false) => {
    said.textContent = "";
    said.classList.toggle("is-wrong", isWrong);
    requestAnimationFrame(() => { said.textContent = sentence; });
  };

  const go = (entry) => {
    if (!entry) return;
    entry.focus({ preventScroll: true });
    entry.scrollIntoView({ block: "nearest" });
  };

  const made = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    return template.content.firstElementChild;
  };

  const bring = (pk, html) => {
    const entry = made(html);
    const there = document.getElementById(`entry-${pk}`);
    if (there) {
      there.replaceWith(entry);
    } else {
      const after = document.getElementById(`entry-${places.get(pk)}`);
      if (after) after.before(entry);
      else list.append(entry);
    }
    places.delete(pk);
    return entry;
  };

  const take = (pk) => {
    const entry = document.getElementById(`entry-${pk}`);
    if (!entry) return;
    places.set(pk, entry.nextElementSibling?.dataset.entry);
    entry.remove();
  };

  /* Further comments come before the list is empty: those that are not here yet, and were not
     decided about while they were on their way. */
  const fill = async () => {
    if (all().length > 5) return;
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelectorAll("[data-entry]").forEach((entry) => {
      const isHere = document.getElementById(entry.id) || places.has(entry.dataset.entry);
      if (!isHere) list.append(document.adoptNode(entry));
    });
    find("[data-nothing]").hidden = all().length > 0;
  };

  const show = (values) => {
    const before = current();
    const beside = before && (before.nextElementSibling || before.previousElementSibling);
    let focused = null;
    Object.entries(values.entries).forEach(([pk, html]) => {
      if (html) focused = bring(pk, html);
      else take(pk);
    });
    find("[data-last]").innerHTML = values.last;
    find("[data-total]").textContent = values.counted;
    find("[data-nothing]").hidden = all().length > 0;
    count();
    if (focused) go(focused);
    else if (before?.isConnected) go(before);
    else if (beside?.isConnected) go(beside);
    else if (all().length) go(all()[0]);
    say(all().length ? values.sentence : `${values.sentence} ${queue.dataset.empty}`);
  };

  const send = async (form, button) => {
    if (queue.dataset.busy) return;
    queue.dataset.busy = "yes";
    const body = new URLSearchParams(new FormData(form, button));
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST", body, headers: { Accept: "application/json" },
      });
      const values = await answer.json();
      show(values);
      if (!answer.ok) say(values.sentence, true);
    } catch {
      say(queue.dataset.lost, true);
    } finally {
      delete queue.dataset.busy;
    }
    fill().catch(() => {});
  };

  const count = () => {
    const chosen = list.querySelectorAll("[name=comment]:checked").length;
    find("[data-count]").textContent = chosen ? `${chosen} ${queue.dataset.chosen}` : "";
    find("[data-chosen-form]").classList.toggle("is-open", chosen > 0);
  };

  const step = (by) => {
    const entries = all();
    const held = document.activeElement?.closest("[data-entry]");
    go(held ? entries[entries.indexOf(held) + by] : entries[0]);
  };

  const press = (entry, key) => {
    const button = entry && find(`[data-key="${key}"]`, entry);
    if (button) send(button.form, button);
  };

  const open = (entry, key) => {
    const details = entry && find(`[data-form="${key}"]`, entry);
    if (!details) return;
    details.open = true;
    find("textarea, input:not([type=hidden]), select", details).focus();
  };

  /* One of the desk's own dialogs is open. */
  const isElsewhere = () => [...document.querySelectorAll("[aria-modal=true]")]
    .some((modal) => modal.getClientRects().length > 0);

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    a: () => press(current(), "a"),
    r: () => press(current(), "r"),
    s: () => press(current(), "s"),
    e: () => open(current(), "e"),
    c: () => open(current(), "c"),
    b: () => open(current(), "b"),
    R: () => open(current(), "R"),
    u: () => { const form = find("[data-undo]"); if (form) send(form); },
    x: () => {
      const box = current() && find("[name=comment]", current());
      if (box) { box.checked = !box.checked; count(); }
    },
    "?": () => dialog.showModal(),
  };

  const leave = (target) => {
    const details = target.closest(".talk-more");
    if (!details) return;
    details.open = false;
    go(details.closest("[data-entry]"));
  };

  queue.addEventListener("submit", (event) => {
    if (event.target.method !== "post" || "whole" in event.target.dataset) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  queue.addEventListener("change", (event) => {
    if (event.target.name === "comment") count();
  });
  find("[data-help]")?.addEventListener("click", () => dialog.showModal());

  if ("keys" in queue.dataset) {
    find("[data-help]").hidden = false;
    /* Before the desk's own keys, of which "?" is one. */
    window.addEventListener("keydown", (event) => {
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
      if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) {
        if (key === "Escape") leave(target);
        return;
      }
      if (key === "Escape") leave(target);
      if (!Object.hasOwn(KEYS, key) || isElsewhere()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      KEYS[key]();
    }, { capture: true });
    window.addEventListener("keypress", (event) => {
      if (event.key === "?" && !event.target.closest("input, textarea")) event.stopImmediatePropagation();
    }, { capture: true });
  }
  count();
})();
