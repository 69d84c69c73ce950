"use strict";
// The editor and the result on the SPARQL page. Without it, the form itself fetches the result.
(() => {
  const form = document.getElementById("sparql");
  const area = document.getElementById("query");
  const result = document.getElementById("result");
  const format = document.getElementById("format");
  const ROWS = "application/sparql-results+json";
  let prefixes = {};
  let running = null;

  const node = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const short = (iri) => {
    for (const [prefix, namespace] of Object.entries(prefixes)) {
      const local = iri.slice(namespace.length);
      if (iri.startsWith(namespace) && /^[\w-]+$/.test(local)) return `${prefix}:${local}`;
    }
    return iri;
  };

  // Things and terms of ours have pages here, whatever the host.
  const address = (iri) => {
    for (const [prefix, path] of [["id", "id/"], ["source", "source/"], ["cv", "vocab#"]]) {
      const namespace = prefixes[prefix];
      if (namespace && iri.startsWith(namespace)) return path + encodeURIComponent(iri.slice(namespace.length));
    }
    return /^https?:/.test(iri) ? iri : null;
  };

  const cell = (term) => {
    const made = document.createElement("td");
    if (!term) return made;
    const href = term.type === "uri" ? address(term.value) : null;
    if (href) made.append(node("a", short(term.value), { href, rel: "noreferrer" }));
    else if (term.type === "triple") made.textContent = JSON.stringify(term.value);
    else made.textContent = term.type === "bnode" ? `_:${term.value}` : term.value;
    if (term["xml:lang"]) made.append(" ", node("small", `@${term["xml:lang"]}`));
    return made;
  };

  const table = (answer) => {
    const made = document.createElement("table");
    const head = made.createTHead().insertRow();
    for (const name of answer.head.vars) head.append(node("th", name, { scope: "col" }));
    const body = made.createTBody();
    for (const row of answer.results.bindings) {
      const line = body.insertRow();
      for (const name of answer.head.vars) line.append(cell(row[name]));
    }
    const wide = node("div", "", { class: "wide" });
    wide.append(made);
    return wide;
  };

  const show = async (response, milliseconds) => {
    const type = (response.headers.get("content-type") || "").split(";")[0];
    const parts = [];
    const hint = response.headers.get("x-cloudcite-hint");
    if (!response.ok) {
      const problem = await response.json();
      parts.push(node("p", problem.detail, { class: "problem", role: "alert" }));
    } else if (type === ROWS) {
      const answer = await response.json();
      if ("boolean" in answer) parts.push(node("p", answer.boolean ? "Yes" : "No", { class: "answer" }));
      else {
        const cut = response.headers.get("x-cloudcite-truncated") === "true" ? ", cut here" : "";
        parts.push(node("p", `${answer.results.bindings.length} rows${cut}, ${milliseconds} ms`, { class: "source" }));
        if (answer.results.bindings.length) parts.push(table(answer));
      }
    } else {
      parts.push(node("p", `${type}, ${milliseconds} ms`, { class: "source" }), node("pre", await response.text()));
    }
    if (hint) parts.unshift(node("p", hint, { class: "problem" }));
    result.replaceChildren(...parts);
  };

  const run = async () => {
    if (editor) editor.save();
    if (running) running.abort();
    running = new AbortController();
    const { signal } = running;
    const query = area.value;
    history.replaceState(null, "", `sparql?query=${encodeURIComponent(query)}`);
    result.replaceChildren(node("p", "Running ..."));
    const began = performance.now();
    try {
      const response = await fetch("sparql", {
        method: "POST",
        headers: { Accept: `${ROWS}, text/turtle;q=0.9` },
        body: new URLSearchParams({ query }),
        signal,
      });
      await show(response, Math.round(performance.now() - began));
    } catch (error) {
      if (!signal.aborted) result.replaceChildren(node("p", `There was no answer: ${error.message}`, { class: "problem", role: "alert" }));
    }
  };

  // A class after `a`, a property in the middle of a triple, else a thing.
  const completer = (name, list, isHere) => ({
    name, bulk: true, autoShow: false, persistenceId: null,
    get: () => list,
    isValidCompletionPosition: (yasqe) => {
      const token = yasqe.getCompleteToken();
      return !token.string.startsWith("?") && !token.string.startsWith("$") && isHere(yasqe, token);
    },
    preProcessToken: Yasqe.Autocompleters.property.preProcessToken,
    postProcessSuggestion: Yasqe.Autocompleters.property.postProcessSuggestion,
  });

  const edit = (terms) => {
    const isProperty = (yasqe) => Yasqe.Autocompleters.property.isValidCompletionPosition(yasqe);
    const isClass = (yasqe) => Yasqe.Autocompleters.class.isValidCompletionPosition(yasqe);
    Yasqe.registerAutocompleter(completer("our-properties", terms.properties, isProperty), false);
    Yasqe.registerAutocompleter(completer("our-classes", terms.classes, isClass), false);
    Yasqe.registerAutocompleter(
      completer("our-things", terms.things, (yasqe, token) => token.string.includes(":") && !isProperty(yasqe) && !isClass(yasqe)),
      false,
    );
    const made = new Yasqe(document.getElementById("editor"), {
      value: area.value,
      autocompleters: ["variables", "our-properties", "our-classes", "our-things"],
      consumeShareLink: null,
      createShareableLink: null,
      extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run },
      persistenceId: null,
      prefixCcApi: null,
      resizeable: false,
      showQueryButton: false,
    });
    // The endpoint knows our prefixes anyway; declared, the query can be taken elsewhere.
    const declare = () => {
      const declared = made.getPrefixesFromQuery();
      for (const [prefix, iri] of Object.entries(prefixes)) {
        const used = new RegExp(`(?:^|[\\s({[.;,^/|!])${prefix}:(?!//)`);
        if (!(prefix in declared) && used.test(made.getValue())) made.addPrefixes({ [prefix]: iri });
      }
    };
    declare();
    made.on("change", (_, change) => { if (change.origin !== undefined && made.getValue().includes(":")) declare(); });
    made.save = () => { area.value = made.getValue(); };
    made.getInputField().setAttribute("aria-label", "SPARQL query");
    // What scrolls is reached by the keyboard.
    const scroller = made.getScrollerElement();
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "group");
    scroller.setAttribute("aria-label", "SPARQL query, scrolled");
    area.hidden = true;
    return made;
  };

  let editor = null;
  form.addEventListener("submit", (event) => {
    if (format.value !== "json") { if (editor) editor.save(); return; }
    event.preventDefault();
    run();
  });
  fetch("sparql/terms.json")
    .then((response) => response.json())
    .then((terms) => {
      prefixes = terms.prefixes;
      if (typeof Yasqe !== "undefined") editor = edit(terms);
      if (new URLSearchParams(location.search).has("query")) run();
    });
})();
