/* What the desk adds to Wagtail's text editor: pasted text comes in clean, notes have a button, the
   last words are kept. */
(() => {
  const { DraftJS, React, Draftail, draftail } = window;
  const words = () => JSON.parse(document.getElementById("desk-words").textContent);

  const push = (state, content, change) => DraftJS.EditorState.push(state, content, change);

  const withBlocks = (state, raw) => {
    const pasted = DraftJS.convertFromRaw(raw).getBlockMap();
    const content = state.getCurrentContent();
    const changed = DraftJS.Modifier.replaceWithFragment(content, state.getSelection(), pasted);
    return push(state, changed, "insert-fragment");
  };

  const withText = (state, text, selection = state.getSelection()) => {
    const changed = DraftJS.Modifier.replaceText(state.getCurrentContent(), selection, text);
    return push(state, changed, "insert-characters");
  };

  /* Where the selected words end. */
  const after = (state) => {
    const selection = state.getSelection();
    const [key, offset] = [selection.getEndKey(), selection.getEndOffset()];
    return selection.merge({
      anchorKey: key, anchorOffset: offset, focusKey: key, focusOffset: offset, isBackward: false,
    });
  };

  /* The server reads what Word, Google Docs or a page left on the clipboard; what cannot be read
     comes in as plain words. */
  const paste = {
    type: "paste",
    handlePastedText(text, html, state, { getEditorState, setEditorState }) {
      if (!html) return "not-handled";
      const body = new URLSearchParams({ html, lists: this.lists ? "1" : "" });
      const headers = { "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN };
      fetch(words().paste, { method: "POST", headers, body })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
        .then((raw) => setEditorState(withBlocks(getEditorState(), raw)))
        .catch(() => setEditorState(withText(getEditorState(), text)));
      return "handled";
    },
  };

  /* The list of notes that stands with the text being written. */
  const notesBeside = (editor) => {
    const input = editor && editor.parentNode.querySelector("input[type=hidden][name$=-text]");
    const prefix = input && input.name.replace(/-text$/, "-notes");
    const count = prefix && document.getElementsByName(`${prefix}-count`)[0];
    if (!count) return null;
    const names = Array.from({ length: Number(count.value) }, (_, n) => `${prefix}-${n}-deleted`);
    const kept = names.filter((name) => !document.getElementsByName(name)[0].value);
    const buttons = count.parentNode.querySelectorAll("button.c-sf-add-button");
    return { next: kept.length + 1, add: buttons[buttons.length - 1] };
  };

  /* Writes [^n] after the selected words and opens an empty note n. */
  const Note = ({ getEditorState, onChange }) =>
    React.createElement(Draftail.ToolbarButton, {
      name: "NOTE",
      label: "[¹]",
      title: words().note,
      onClick() {
        const notes = notesBeside(document.activeElement.closest("[data-draftail-editor-wrapper]"));
        const state = getEditorState();
        onChange(withText(state, `[^${notes ? notes.next : 1}]`, after(state)));
        if (notes) notes.add.click();
      },
    });

  /* The editor hands its words to the form a quarter of a second late: whoever writes and saves at
     once would lose the last ones. The margin's comments are styles, which are not kept. */
  const written = (editor) => {
    const raw = DraftJS.convertToRaw(editor.getEditorState().getCurrentContent());
    for (const block of raw.blocks) {
      block.inlineStyleRanges = block.inlineStyleRanges.filter(
        ({ style }) => !style.startsWith("COMMENT-"),
      );
    }
    const says = raw.blocks.some(({ text, entityRanges }) => text.trim() || entityRanges.length);
    return JSON.stringify(says ? raw : null);
  };
  document.addEventListener("formdata", ({ target, formData }) => {
    for (const input of target.elements) {
      const editor = input.draftailEditor;
      if (editor && formData.has(input.name)) formData.set(input.name, written(editor));
    }
  });

  /* A new page gets its own address with the first autosave. Whoever publishes while that is under
     way would make the page twice: the form waits for it, five seconds at most. */
  const ENDS = ["w-autosave:success", "w-autosave:error"];
  let saving = false;
  let held = false;
  document.addEventListener("w-autosave:save", () => { saving = true; });
  ENDS.forEach((end) => document.addEventListener(end, () => { saving = false; }));
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!saving || !/\/pages\/add\//.test(form.getAttribute("action"))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held) return;
    held = true;
    const go = () => {
      if (!held) return;
      held = saving = false;
      form.requestSubmit(submitter);
    };
    ENDS.forEach((end) => document.addEventListener(end, go, { once: true }));
    setTimeout(go, 5000);
  }, true);

  draftail.registerPlugin(paste, "plugins");
  draftail.registerPlugin({ type: "note", inline: Note }, "controls");
})();
