/* Words of likelihood in Wagtail's text editor: a window offers those of the publication's scale, and
   below the text stands what disagrees with a number, as a question. */
(() => {
  const { DraftJS, React, draftail } = window;
  const languageField = () => document.querySelector("form [name=language]");
  const language = () => (languageField() ? languageField().value : "");
  const made = (name, values = {}, ...children) => {
    const element = Object.assign(document.createElement(name), values);
    element.append(...children);
    return element;
  };

  /* The words before the place where somebody writes, as far as they are those of a term. */
  const said = (state) => {
    const selection = state.getSelection();
    const block = state.getCurrentContent().getBlockForKey(selection.getStartKey());
    return block.getText().slice(selection.getStartOffset(), selection.getEndOffset());
  };
  const plain = (words) => words.toLowerCase().replace(/['’]/g, "’").replace(/\s+/g, " ").trim();

  class Chooser extends React.Component {
    componentDidMount() {
      const { entityType } = this.props;
      const query = new URLSearchParams({ language: language() });
      fetch(`${entityType.words}?${query}`)
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
        .then((told) => this.offer(told))
        .catch(() => this.props.onClose());
    }

    /* Words that are a term's own are marked at once. */
    offer({ terms, title, scale, close }) {
      const words = plain(said(this.props.editorState));
      const known = terms.find((term) => term.words.includes(words));
      if (known) this.mark(known);
      else this.ask(terms, title, scale, close);
    }

    ask(terms, title, scale, close) {
      const dialog = made("dialog", { className: "desk-likelihood" });
      const button = (term) => made("button", { type: "button", onclick: () => {
        dialog.chosen = term;
        dialog.close();
      } }, made("span", { textContent: term.words[0] }), made("span", { textContent: term.range }));
      dialog.append(
        made("h2", { textContent: title }), made("p", { textContent: scale }),
        made("ul", {}, ...terms.map((term) => made("li", {}, button(term)))),
        made("button", { type: "button", className: "button button-secondary", textContent: close,
          onclick: () => dialog.close() }),
      );
      dialog.setAttribute("aria-label", title);
      dialog.addEventListener("close", () => {
        dialog.remove();
        if (dialog.chosen) this.mark(dialog.chosen);
        else this.props.onClose();
      });
      document.body.append(dialog);
      dialog.showModal();
    }

    mark({ id, range, words }) {
      const { editorState, entityType, onComplete } = this.props;
      const content = editorState.getCurrentContent()
        .createEntity(entityType.type, "MUTABLE", { id, range });
      const key = content.getLastCreatedEntityKey();
      const selection = editorState.getSelection();
      const changed = selection.isCollapsed()
        ? DraftJS.Modifier.replaceText(content, selection, words[0], null, key)
        : DraftJS.Modifier.applyEntity(content, selection, key);
      const change = selection.isCollapsed() ? "insert-characters" : "apply-entity";
      onComplete(DraftJS.EditorState.push(editorState, changed, change));
    }

    render() {
      return null;
    }
  }

  const Marked = (props) => {
    const { range } = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement(draftail.TooltipEntity, {
      ...props, icon: React.createElement("span", { "aria-hidden": true }, "%"), label: range || "", url: "",
    });
  };

  draftail.registerPlugin({ type: "LIKELIHOOD", source: Chooser, decorator: Marked }, "entityTypes");

  /* -- What disagrees, while it is being written */

  const CHECK = "/desk/likelihood/check/";
  const PAUSE = 1200;
  const length = (text) => Array.from(text).length;
  const inputs = () => [...document.querySelectorAll("form input[type=hidden]")]
    .filter((input) => input.draftailEditor);
  const standfirsts = () => [...document.querySelectorAll("form textarea[name=standfirst]")]
    .filter(({ value }) => value.trim()).map(({ value }) => ({ text: value, marks: [] }));

  const passages = () => standfirsts().concat(inputs().flatMap(({ draftailEditor: editor }) => {
    const raw = DraftJS.convertToRaw(editor.getEditorState().getCurrentContent());
    return raw.blocks.filter(({ text }) => text.trim()).map(({ text, entityRanges }) => ({
      text,
      marks: entityRanges.filter(({ key }) => raw.entityMap[key].type === "LIKELIHOOD")
        .map(({ offset, length: long, key }) => [
          length(text.slice(0, offset)), length(text.slice(0, offset + long)),
          raw.entityMap[key].data.id,
        ]),
    }));
  }));

  let panel = null;
  const show = ({ doubts, title }) => {
    if (!panel) {
      if (!doubts.length) return;
      const body = document.querySelector("[data-contentpath=body]")
        || document.querySelector("[data-streamfield-stream-container]")
        || inputs()[0].closest("[data-field-wrapper], form > *");
      panel = made("div", { className: "desk-doubts" });
      panel.setAttribute("role", "status");
      body.after(panel);
    }
    panel.hidden = !doubts.length;
    panel.replaceChildren(
      made("p", {}, made("b", { textContent: title })),
      made("ul", {}, ...doubts.map((sentence) => made("li", { textContent: sentence }))),
    );
  };

  let timer = 0;
  let last = "";
  const look = async () => {
    const text = JSON.stringify(passages());
    if (text === last) return;
    last = text;
    const body = new URLSearchParams({ passages: text, language: language() });
    const headers = { "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN };
    try {
      const answer = await fetch(CHECK, { method: "POST", headers, body });
      if (answer.ok) show(await answer.json());
    } catch {
      /* The next change asks again. */
      last = "";
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  for (const kind of ["input", "keyup", "focusout"]) document.addEventListener(kind, soon);
  document.addEventListener("DOMContentLoaded", soon);
})();
