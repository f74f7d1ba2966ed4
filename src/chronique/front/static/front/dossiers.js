/* What is new in a dossier since the last visit. When that was is kept on this device alone, and nobody is told. */
"use strict";

{
  const SITTING = 30 * 60 * 1000;
  const line = document.querySelector("[data-dossier]");
  const key = `dossier-${line?.dataset.dossier}`;

  /* Of two visits within half an hour the first counts: who reloads a page has not come anew. */
  const lastVisit = () => {
    const [at, before] = (localStorage.getItem(key) || "0 0").split(" ").map(Number);
    const last = Date.now() - at > SITTING ? at : before;
    localStorage.setItem(key, `${Date.now()} ${last}`);
    return last;
  };

  const tell = (last) => {
    const told = [...document.querySelectorAll(".changes [data-at]")];
    const news = told.filter((change) => change.dataset.at * 1000 > last);
    const isMore = "more" in line.dataset && news.length === told.length;
    for (const change of news) {
      const mark = document.createElement("b");
      mark.className = "change-new";
      mark.textContent = line.dataset.new;
      change.prepend(mark, " ");
    }
    const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(last);
    const said = news.length ? (news.length > 1 ? line.dataset.many : line.dataset.one) : line.dataset.none;
    line.textContent = said.replace("{count}", `${news.length}${isMore ? "+" : ""}`).replace("{day}", day);
    line.hidden = false;
  };

  try {
    const last = line && lastVisit();
    if (last) tell(last);
  } catch (error) {
    /* A browser that keeps nothing has nothing to compare with. */
    if (!(error instanceof DOMException)) throw error;
  }
}
