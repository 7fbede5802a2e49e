// The SPARQL editor of the index page: asks this server, shows a table. Everything is put in as text, never as markup.
"use strict";
(() => {
  const form = document.getElementById("editor");
  const { prefix, base } = form.dataset;
  const [text, status, answer, stop, format] =
    ["query", "status", "answer", "stop", "format"].map((id) => document.getElementById(id));
  const most = 2000; // rows that a browser shows without trouble
  let running = null;

  const make = (tag, content, attributes = {}) => {
    const element = document.createElement(tag);
    if (content !== undefined) element.textContent = content;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const cell = (term) => {
    const td = make("td");
    if (!term) return td;
    if (term.type !== "uri") { td.textContent = term.type === "bnode" ? `_:${term.value}` : term.value ?? ""; return td; }
    const local = term.value.startsWith(base);
    let shown = local ? term.value.slice(base.length) : term.value;
    try { shown = decodeURI(shown); } catch { /* as it is */ }
    if (local) td.append(make("a", shown, { href: prefix + term.value.slice(base.length), class: "iri" }));
    else if (/^https?:/.test(term.value)) td.append(make("a", shown, { href: term.value, class: "iri", rel: "noreferrer" }));
    else td.append(make("span", shown, { class: "iri" }));
    return td;
  };
  const table = (json) => {
    if ("boolean" in json) return make("p", json.boolean ? "yes 是" : "no 否");
    const [element, head] = [make("table"), make("tr")];
    head.append(...json.head.vars.map((name) => make("th", name)));
    element.append(head);
    for (const row of json.results.bindings.slice(0, most)) {
      const tr = make("tr");
      tr.append(...json.head.vars.map((name) => cell(row[name])));
      element.append(tr);
    }
    return element;
  };
  const ask = (accept) => {
    running?.abort();
    running = new AbortController();
    stop.disabled = false;
    return fetch(form.action, {
      method: "POST", signal: running.signal, body: new URLSearchParams({ query: text.value }), headers: { Accept: accept },
    });
  };
  const run = async (accept, use) => {
    status.className = "";
    status.textContent = "…";
    const start = performance.now();
    try {
      const response = await ask(accept);
      if (!response.ok) throw new Error((await response.text()).trim());
      const said = await use(response);
      status.textContent = `${said} · ${((performance.now() - start) / 1000).toFixed(2)} s`;
    } catch (error) {
      status.className = "error";
      status.textContent = error.name === "AbortError" ? "stopped 已停止" : error.message;
    }
    stop.disabled = true;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `#query=${encodeURIComponent(text.value)}`);
    run("application/sparql-results+json, text/turtle;q=0.9, text/plain;q=0.1", async (response) => {
      if (!response.headers.get("content-type").includes("json")) {
        const graph = await response.text();
        answer.replaceChildren(make("pre", graph.slice(0, 1 << 20)));
        return `${graph.length} characters`;
      }
      const json = await response.json();
      answer.replaceChildren(table(json));
      const rows = json.results?.bindings.length ?? 1;
      return `${rows} rows 行${rows > most ? `, the first ${most} are shown 仅显示前 ${most} 行` : ""}`;
    });
  });
  document.getElementById("save").addEventListener("click", () => {
    const [accept, extension] = format.value.split(" ");
    run(`${accept}, text/plain;q=0.1`, async (response) => {
      const url = URL.createObjectURL(await response.blob());
      make("a", "", { href: url, download: `answer.${extension}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
      return "saved 已下载";
    });
  });
  stop.addEventListener("click", () => running?.abort());
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  const shared = location.hash.match(/^#query=(.*)$/s);
  if (shared) { text.value = decodeURIComponent(shared[1]); document.getElementById("sparql").scrollIntoView(); }
})();
