/* Shows that no machine wrote a comment that waits: ALTCHA's own worker solves a puzzle, by itself. */
"use strict";

{
  const { worker, working } = document.currentScript.dataset;
  const json = { Accept: "application/json" };

  const solve = (challenge) =>
    new Promise((found, failed) => {
      const solver = new Worker(worker);
      solver.onerror = failed;
      solver.onmessage = ({ data }) => {
        solver.terminate();
        if (data && data.derivedKey) found(data);
        else failed(data);
      };
      solver.postMessage({ type: "work", challenge });
    });
  async function ask(address, options) {
    const answer = await fetch(address, { headers: json, ...options });
    const told = await answer.json();
    if (!answer.ok) throw told.title;
    return told;
  }

  /* What everybody can read now has what others have: answers, likes. */
  async function showAsPublic(line) {
    const comment = line.closest(".comment");
    const page = await fetch(location.pathname, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").getElementById(comment.id);
    if (!fresh) return;
    for (const old of comment.querySelectorAll(".comment-held")) old.remove();
    comment.classList.remove("is-held");
    comment.querySelector(".comment-foot").replaceWith(fresh.querySelector(".comment-foot"));
  }
  async function prove(line) {
    const before = line.textContent;
    line.textContent = working;
    line.classList.add("is-working");
    try {
      const challenge = await ask(line.dataset.proof);
      const solution = await solve(challenge);
      const body = new URLSearchParams({ altcha: btoa(JSON.stringify({ challenge, solution })) });
      const told = await ask(line.dataset.proof, { method: "POST", body });
      line.textContent = told.said;
      if (told.state === "public") await showAsPublic(line);
    } catch (refusal) {
      /* Where the server said nothing, the letter is still a way. */
      line.textContent = typeof refusal === "string" ? refusal : before;
    }
    line.classList.remove("is-working");
  }

  /* Browsers do sums of this kind only on pages that nobody can read along. */
  if (isSecureContext && window.Worker) for (const line of document.querySelectorAll("[data-proof]")) prove(line);
}
