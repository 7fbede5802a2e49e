/** Named queries: their heads, and their parameters filled in, as the server does it. */

/** A comment, a string, an IRI, or a parameter: only the last is looked for. */
const TOKEN = /#[^\n]*|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|\$(\w+)/g;

/** `# param: NAME (KIND) ABOUT` lines of a named query. @param {string} text */
export function parameters(text) {
  const lines = text.split("\n").map((line) => /^#\s*param:\s*(\S+)\s+\((\w+)\)/.exec(line));
  return lines.filter((found) => found !== null).map(([, name, kind]) => ({ name, isName: kind === "name" }));
}

/** A string as SPARQL writes it. @param {string} text */
const quoted = (text) => `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\t/g, "\\t")}"`;

/** The query with what is given for its parameters, without the lines that tell of them; one left empty stays a variable. @param {string} text @param {Record<string, string>} given */
export function bind(text, given) {
  const known = new Map(parameters(text).map(({ name, isName }) => [name, isName]));
  return text.replace(/^#\s*param:.*\n/gm, "").replace(TOKEN, (token, name) => {
    if (!name || !known.has(name) || !given[name]) return token;
    return quoted(given[name]) + (known.get(name) ? "@zh" : "");
  });
}

