/* An issue that is being sent shows how it stands without reloading; the screen works without. */
(() => {
  const live = document.querySelector("[data-live]");
  if (!live) return;
  const said = document.querySelector("[data-said]");
  const PAUSE = 3000;
  const isMoving = () => live.querySelector("[data-moving]") !== null;
  const state = () => live.querySelector(".talk-state")?.textContent;

  const look = async () => {
    /* Nobody is disturbed who reads what servers said. */
    const isRead = live.querySelector("details[open]") || document.hidden;
    if (!isRead) {
      try {
        const before = state();
        const answer = await fetch(live.dataset.live, { headers: { Accept: "text/html" } });
        if (answer.ok && !answer.redirected) live.innerHTML = await answer.text();
        /* Other buttons belong to another state. */
        if (state() !== before) {
          said.textContent = state();
          window.location.reload();
          return;
        }
      } catch {
        /* The next look may find the server. */
      }
    }
    if (isMoving()) setTimeout(look, PAUSE);
  };

  if (isMoving()) setTimeout(look, PAUSE);
})();
