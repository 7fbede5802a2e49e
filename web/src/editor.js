/**
 * The editor: CodeMirror in a shadow tree. There its styles are constructed style sheets, which need no exception in
 * the page's content security policy; in the page itself they would be `style` elements.
 */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

const theme = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--sheet)", fontSize: "14px", borderRadius: "10px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", minHeight: "14rem", maxHeight: "min(34rem, 70vh)" },
  ".cm-content": { padding: "12px 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 14px 0 8px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--quiet)", border: "none", paddingLeft: "6px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--hover)" },
  ".cm-activeLineGutter": { color: "var(--text)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--hover)", outline: "1px solid var(--line-strong)" },
  // the marks that come with the linter are images in data: addresses, which the policy keeps out
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--wrong) 1.5px", textUnderlineOffset: "4px", backgroundColor: "var(--wrong-soft)" },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--wrong)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--text)", border: "1px solid var(--line-strong)", borderRadius: "8px", boxShadow: "var(--shadow)", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", opacity: ".75", marginLeft: "1em" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-diagnostic": { padding: "6px 12px", maxWidth: "40em", borderLeft: "3px solid var(--wrong)", fontFamily: "var(--sans)", whiteSpace: "pre-wrap" },
});

/** The grammar, with colours for the names that it leaves plain. */
const sparql = SparqlLanguage.configure({ props: [styleTags({ "Pname_ln Pname_ns": tags.propertyName, Langtag: tags.string })] });

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.literal], color: "var(--code-number)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--quiet)" },
  { tag: [tags.url, tags.namespace, tags.propertyName, tags.labelName, tags.typeName], color: "var(--code-name)" },
]);

/** Escape, then Tab, leaves the editor, also when Escape closed a list of completions. */
const leave = Prec.highest(EditorView.domEventHandlers({
  keydown(event, view) {
    if (event.key === "Escape") view.setTabFocusMode(2000);
    return false;
  },
}));

/**
 * Typing over a selection. Left to itself, Chromium puts in a `span` with the style of what was there, which the policy
 * refuses with a message.
 */
const overtype = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    if (empty || event.inputType !== "insertText" || !event.data || event.isComposing || view.composing) return false;
    const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, event.data, insert));
    if (!taken) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

/**
 * @param {HTMLElement} host
 * @param {{ text: string, label: string, run: () => void, complete: import("@codemirror/autocomplete").CompletionSource }} wanted
 */
export function editor(host, { text, label, run, complete }) {
  const root = host.attachShadow({ mode: "open", delegatesFocus: true });
  const runs = { key: "Mod-Enter", preventDefault: true, run: () => (run(), true) };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of([runs, ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
        lineNumbers(), highlightSpecialChars(), history(), indentOnInput(), bracketMatching(), closeBrackets(),
        highlightActiveLine(), highlightActiveLineGutter(), EditorView.lineWrapping, overtype, leave,
        new LanguageSupport(sparql), syntaxHighlighting(colours), theme,
        autocompletion({ override: [complete], icons: false }),
        EditorView.contentAttributes.of({ "aria-label": label, autocapitalize: "off", autocorrect: "off", spellcheck: "false" }),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    /** Puts another query in; undo brings the last one back. @param {string} query */
    set text(query) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: query }, selection: { anchor: 0 } });
    },
    focus: () => view.focus(),
    /** Marks the word at `at`. @param {number} at @param {string} message */
    mark(at, message) {
      const from = Math.min(at, view.state.doc.length);
      const rest = view.state.doc.sliceString(from, from + 200);
      const length = /^[?$]?[\w:-]+|^[^\s]/u.exec(rest)?.[0].length ?? 0;
      // at the end there is no word: the one before it is marked
      const back = length > 0 ? 0 : /\S*\s*$/.exec(view.state.doc.sliceString(Math.max(0, from - 60), from))?.[0].length ?? 0;
      const diagnostic = { from: from - back, to: Math.max(from + length, from - back), severity: /** @type {const} */ ("error"), message };
      view.dispatch(setDiagnostics(view.state, [diagnostic]));
    },
    unmark() {
      view.dispatch(setDiagnostics(view.state, []));
    },
    /** Puts the cursor there. @param {number} at */
    goto(at) {
      view.dispatch({ selection: { anchor: Math.min(at, view.state.doc.length) }, scrollIntoView: true });
      view.focus();
    },
  };
}
