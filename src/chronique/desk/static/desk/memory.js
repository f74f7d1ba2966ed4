/* Beside the text that is being written: what was written before on its subject, and put in with one
   key. Without it, everything can still be put in by hand. */
(() => {
  const PAUSE = 1200;
  const FEWEST = 40;
  /* Where it covers no text that is being written. */
  const ROOMY = 1700;
  const told = document.getElementById("desk-memory");
  if (!told) return;
  const { address, heading, hint } = JSON.parse(told.textContent);
  const ENTITIES = { event: "EVENT", source: "SOURCE" };
  let panel = null;
  let last = null;
  let sent = "";
  let timer = 0;

  const field = (name) => document.querySelector(`form [name="${name}"]`);
  const inputs = (within) =>
    [...within.querySelectorAll("input[type=hidden]")].filter((input) => input.draftailEditor);
  const editors = () => inputs(document).map((input) => input.draftailEditor);
  const words = (editor) => editor.getEditorState().getCurrentContent().getPlainText("\n");

  /* The editor in which somebody writes, or wrote last. */
  const writing = () => (last && document.contains(last) ? last.draftailEditor : null);

  /* What is written now comes last: that is what counts. */
  const text = () => {
    const now = writing();
    const others = editors().filter((editor) => editor !== now).map(words);
    const head = ["title", "standfirst"].map((name) => (field(name) ? field(name).value : ""));
    return [...head, ...others, now ? words(now) : ""].join("\n").trim();
  };

  const make = () => {
    panel = document.createElement("aside");
    panel.className = "memory";
    panel.setAttribute("aria-label", heading);
    panel.innerHTML = "<details><summary></summary><p></p><div></div></details>";
    panel.firstChild.open = window.innerWidth >= ROOMY;
    panel.querySelector("p").textContent = hint;
    panel.hidden = true;
    document.body.append(panel);
    /* A press must not take the place of writing away. */
    panel.addEventListener("mousedown", (event) => {
      if (event.target.closest("button")) event.preventDefault();
    });
    panel.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) put(button);
    });
  };

  const knows = (editor, kind) =>
    Boolean(editor)
    && (editor.props.entityTypes || []).some(({ type }) => type === ENTITIES[kind]);

  const show = (html) => {
    if (!panel) make();
    const place = panel.querySelector("div");
    place.innerHTML = html;
    number();
    panel.hidden = !html.trim();
  };

  /* The first nine have keys; the heading says how many there are, and whether one is a question. */
  const number = () => {
    const found = panel.querySelectorAll("button");
    found.forEach((button, place) => {
      button.querySelector("kbd").textContent = place < 9 ? `Alt ${place + 1}` : "";
    });
    const asks = panel.querySelector(".memory-doubts") ? " ?" : "";
    panel.querySelector("summary").textContent = `${heading} (${found.length})${asks}`;
  };

  const ask = () => {
    const asked = text();
    if (asked === sent || asked.length < FEWEST) return;
    sent = asked;
    const page = /\/pages\/(\d+)\/edit\//.exec(window.location.pathname);
    const language = field("language");
    const body = new URLSearchParams({
      text: asked.slice(-20000), language: language ? language.value : "", page: page ? page[1] : "",
    });
    const headers = { "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN };
    fetch(address, { method: "POST", headers, body })
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((html) => { if (asked === sent) show(html); })
      .catch(() => {});
  };

  /* Without chosen words it is the word before the place that points. */
  const pointed = (state) => {
    const selection = state.getSelection();
    if (!selection.isCollapsed()) return selection;
    const block = state.getCurrentContent().getBlockForKey(selection.getStartKey());
    const word = /(\S+)\s*$/.exec(block.getText().slice(0, selection.getStartOffset()));
    if (!word) return selection;
    const [from, to] = [word.index, word.index + word[1].length];
    return selection.merge({ anchorOffset: from, focusOffset: to, isBackward: false });
  };

  const point = (editor, kind, data) => {
    const { DraftJS } = window;
    const state = editor.getEditorState();
    const content = state.getCurrentContent().createEntity(ENTITIES[kind], "MUTABLE", data);
    const key = content.getLastCreatedEntityKey();
    const chosen = pointed(state);
    const [changed, how] = chosen.isCollapsed()
      ? [DraftJS.Modifier.replaceText(content, chosen, data.title, null, key), "insert-characters"]
      : [DraftJS.Modifier.applyEntity(content, chosen, key), "apply-entity"];
    editor.onChange(DraftJS.EditorState.push(state, changed, how));
  };

  /* A card stands behind the block in which somebody writes, or at the end. */
  const card = (editor, data) => {
    const root = document.getElementById("body-root");
    const stream = root && root.rootBlock;
    if (!stream) return;
    const place = stream.children.findIndex(
      ({ element }) => editor && element && element.contains(last),
    );
    const article = {
      id: data.id, adminTitle: data.title, editUrl: `/desk/pages/${data.id}/edit/`, parentId: null,
    };
    const value = { article, address: "", label: "" };
    stream.insert({ type: "read_also", value }, place < 0 ? stream.children.length : place + 1, {});
  };

  const put = (button) => {
    const { kind, id, title } = button.dataset;
    const editor = writing();
    if (kind === "article") card(editor, { id: Number(id), title });
    else if (knows(editor, kind)) point(editor, kind, { id: Number(id), title });
    else return;
    button.parentNode.remove();
    number();
  };

  document.addEventListener("focusin", ({ target }) => {
    if (!target.classList || !target.classList.contains("public-DraftEditor-content")) return;
    const around = target.closest("[data-draftail-editor-wrapper]");
    const [input] = around ? inputs(around.parentNode) : [];
    if (!input) return;
    last = input;
    ask();
  });
  document.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  document.addEventListener("keyup", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  document.addEventListener("keydown", (event) => {
    const digit = /^Digit([1-9])$/.exec(event.code);
    if (!digit || !event.altKey || event.ctrlKey || event.metaKey || !panel || panel.hidden) return;
    if (!panel.firstChild.open) return;
    const button = panel.querySelectorAll("button")[Number(digit[1]) - 1];
    if (!button) return;
    event.preventDefault();
    put(button);
  }, true);
})();
