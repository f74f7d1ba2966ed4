/* Citing a source, or pointing at an event, in Wagtail's text editor: words are chosen as for a link. */
(() => {
  const { DraftJS, React, draftail } = window;

  /* Without chosen words it is the word before the place that cites. */
  const cited = (state) => {
    const selection = state.getSelection();
    if (!selection.isCollapsed()) return selection;
    const block = state.getCurrentContent().getBlockForKey(selection.getStartKey());
    const word = /(\S+)\s*$/.exec(block.getText().slice(0, selection.getStartOffset()));
    if (!word) return selection;
    const [from, to] = [word.index, word.index + word[1].length];
    return selection.merge({ anchorOffset: from, focusOffset: to, isBackward: false });
  };

  class Chooser extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.chooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData({ id, string }) {
      return { id, title: string };
    }

    onChosen(chosen) {
      const { editorState, entityType, onComplete } = this.props;
      const data = this.filterEntityData(chosen);
      const content = editorState.getCurrentContent().createEntity(entityType.type, "MUTABLE", data);
      const key = content.getLastCreatedEntityKey();
      const words = cited(editorState);
      const state = words.isCollapsed()
        ? DraftJS.EditorState.push(
          editorState,
          DraftJS.Modifier.replaceText(content, words, data.title, null, key),
          "insert-characters",
        )
        : DraftJS.EditorState.push(
          editorState, DraftJS.Modifier.applyEntity(content, words, key), "apply-entity",
        );
      this.workflow.close();
      onComplete(state);
    }
  }

  const pointing = (name) => (props) => {
    const { title, id } = props.contentState.getEntity(props.entityKey).getData();
    const icon = React.createElement("svg", { className: `icon icon-${name}`, "aria-hidden": true },
      React.createElement("use", { href: `#icon-${name}` }));
    return React.createElement(draftail.TooltipEntity, {
      ...props, icon, label: title || `${id}`, url: "",
    });
  };

  for (const name of ["source", "event"]) {
    const plugin = { type: name.toUpperCase(), source: Chooser, decorator: pointing(name) };
    draftail.registerPlugin(plugin, "entityTypes");
  }
})();
