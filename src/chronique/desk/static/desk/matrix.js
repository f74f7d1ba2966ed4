/* The matrix without reloading: a key is a mark and is saved at once, the arrows move. Each cell says
   which version of it was seen; when somebody else was faster, both can be read, and nothing is lost.
   Without this file each cell leads to its form. */
(() => {
  const screen = document.querySelector("[data-matrix]");
  const grid = screen && screen.querySelector(".matrix-grid");
  if (!grid) return;
  const find = (selector) => screen.querySelector(selector);
  const said = find("[data-said]");
  const dialog = find("[data-dialog]");
  const form = find("[data-cell-form]");
  const overtaken = find("[data-overtaken]");
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll(".cell")]);
  const MARKS = { c: "C", i: "I", n: "N", a: "NA" };
  /* The server saves one after the other: each knows the version that the one before left. */
  let last = Promise.resolve();

  const say = (words, isWrong = false) => {
    said.classList.toggle("is-wrong", isWrong);
    said.textContent = words;
  };

  const stateOf = (cell) => {
    const text = cell.textContent.trim().replace("*", "");
    const mark = /^[A-Z]+/.exec(text);
    return {
      mark: mark ? mark[0] : "", weight: Number(/\d$/.exec(text) || 1),
      note: cell.dataset.note || "", version: cell.dataset.version,
    };
  };

  const show = (cell, { mark, weight, note, version }) => {
    cell.className = mark ? `cell is-${mark}` : "cell";
    cell.textContent = mark ? `${mark}${weight > 1 ? weight : ""}${note ? "*" : ""}` : "–";
    cell.dataset.version = version;
    if (note) cell.dataset.note = note;
    else delete cell.dataset.note;
  };

  const placeOf = (cell) => {
    const row = rows.findIndex((cells) => cells.includes(cell));
    return [row, rows[row].indexOf(cell)];
  };

  const go = (row, column) => {
    const cell = (rows[row] || [])[column];
    if (!cell) return;
    grid.querySelectorAll(".cell[tabindex='0']").forEach((one) => { one.tabIndex = -1; });
    cell.tabIndex = 0;
    cell.focus();
  };

  const open = (cell, wanted, told = "") => {
    const [, evidence, hypothesis] = cell.id.split("-");
    const state = { ...stateOf(cell), ...wanted };
    form.elements.evidence.value = evidence;
    form.elements.hypothesis.value = hypothesis;
    form.elements.version.value = cell.dataset.version;
    form.elements.mark.value = state.mark;
    form.elements.weight.value = state.weight;
    form.elements.note.value = state.note;
    const [, column] = placeOf(cell);
    const title = find("[data-cell-title]");
    const words = [cell.closest("tr").cells[0], grid.tHead.rows[0].cells[column + 1].querySelector("a")];
    title.replaceChildren(...words.map((one) => {
      const line = document.createElement("span");
      line.textContent = one.textContent.trim();
      return line;
    }));
    overtaken.hidden = !told;
    overtaken.textContent = told && `${told} ${screen.dataset.mine}`;
    dialog.cell = cell;
    if (!dialog.open) dialog.showModal();
  };

  const count = ({ scores, first }) => {
    screen.querySelectorAll("[data-score]").forEach((score) => {
      const answer = Number(score.dataset.score);
      score.textContent = scores[answer];
      score.classList.toggle("is-first", first.includes(answer));
    });
  };

  const send = async (cell, wanted) => {
    const [, evidence, hypothesis] = cell.id.split("-");
    const body = new URLSearchParams({ ...wanted, evidence, hypothesis, version: cell.dataset.version });
    const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    cell.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(screen.dataset.matrix, { method: "POST", headers, body });
      const values = await answer.json();
      if (answer.ok) {
        show(cell, values);
        count(values);
        say(`${screen.dataset.saved} ${values.words}`);
      } else if (answer.status === 409) {
        show(cell, values);
        say(values.sentence, true);
        open(cell, wanted, `${values.sentence} ${values.told}`);
      } else {
        say(values.sentence, true);
      }
    } catch {
      say(screen.dataset.lost, true);
    } finally {
      cell.removeAttribute("aria-busy");
    }
  };

  /* What is changed, made of what stands there when its turn comes. */
  const save = (cell, change) => {
    last = last.then(() => {
      const { mark, weight, note } = stateOf(cell);
      const wanted = { mark, weight, note, ...change };
      /* A weight alone says nothing. */
      return wanted.mark || "mark" in change ? send(cell, wanted) : undefined;
    });
  };

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const press = (cell, key) => {
    const [row, column] = placeOf(cell);
    if (MOVES[key]) go(row + MOVES[key][0], column + MOVES[key][1]);
    else if (key === "Home") go(row, 0);
    else if (key === "End") go(row, rows[row].length - 1);
    else if (key === "Enter" || key === " ") open(cell, {});
    else if (key === "Delete" || key === "Backspace") save(cell, { mark: "", weight: 1, note: "" });
    else if (MARKS[key.toLowerCase()]) save(cell, { mark: MARKS[key.toLowerCase()] });
    else if (/^[123]$/.test(key)) save(cell, { weight: Number(key) });
    else return false;
    return true;
  };

  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest(".cell");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (press(cell, event.key)) event.preventDefault();
  });
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest(".cell");
    if (!cell || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(...placeOf(cell));
    open(cell, {});
  });
  form.addEventListener("submit", (event) => {
    if (!dialog.cell) return;
    event.preventDefault();
    const { mark, weight, note } = Object.fromEntries(new FormData(form));
    const { cell } = dialog;
    dialog.close();
    save(cell, { mark: mark || "", weight, note });
  });
  find("[data-close]").addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => { if (dialog.cell) go(...placeOf(dialog.cell)); });

  rows.flat().forEach((cell, number) => { cell.tabIndex = number ? -1 : 0; });
})();
