// Shows one output at a time and the problems of the config; a change of the file comes as a server-sent event.
"use strict";

/**
 * @typedef {{ file: string; line?: number; column?: number; path?: string; message: string; hint?: string;
 *   severity: string }} Problem
 * @typedef {{ version: number; name: string; pages: string[]; files: { file: string; label: string }[];
 *   problems: Problem[] }} State
 * @typedef {{ page?: string; file?: string }} Output
 */

/** @type {(id: string) => HTMLElement} */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const pages = /** @type {HTMLSelectElement} */ (at("pages"));
const picture = /** @type {HTMLImageElement} */ (at("picture"));
const frame = /** @type {HTMLIFrameElement} */ (at("page"));

/** @type {State} */
let state = { version: 0, name: "", pages: [], files: [], problems: [] };

// Of an atlas the page stands before the file: `south/map-wide.svg`.
/** @type {(output: Output) => string} */
const named = ({ page, file }) => (page ? `${page}/${file}` : (file ?? ""));

/** @type {() => Output} */
const chosen = () => {
  const [file, page] = decodeURIComponent(location.hash.slice(1)).split("/").reverse();
  return {
    page: state.pages.includes(page) ? page : state.pages[0],
    file: state.files.some((one) => one.file === file) ? file : state.files[0]?.file,
  };
};

/** @type {<Tag extends keyof HTMLElementTagNameMap>(name: Tag, text: string, className?: string) => HTMLElementTagNameMap[Tag]} */
const element = (name, text, className = "") => {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
};

// Problems are the user's own texts: they are set as text, never as markup.
/** @param {Problem[]} problems */
function showProblems(problems) {
  const lines = problems.map((problem) => {
    const place = [problem.file, problem.line, problem.column].filter(Boolean).join(":");
    const line = element("p", "", problem.severity);
    line.append(element("code", place), ` ${[problem.path, problem.message].filter(Boolean).join(": ")}`);
    if (problem.hint) line.append(element("em", `; ${problem.hint}`));
    return line;
  });
  at("problems").replaceChildren(...lines);
  at("problems").hidden = lines.length === 0;
}

/** @param {Output} current */
function showFiles(current) {
  const links = state.files.map(({ file, label }) => {
    const link = element("a", label);
    link.href = `#${encodeURIComponent(named({ page: current.page, file }))}`;
    if (file === current.file) link.setAttribute("aria-current", "page");
    return link;
  });
  at("files").replaceChildren(...links);
}

/** @param {Output} current */
function showPages(current) {
  const options = [...pages.options].map(({ value }) => value);
  if (options.join("/") !== state.pages.join("/")) {
    pages.replaceChildren(...state.pages.map((page) => element("option", page)));
  }
  pages.value = current.page ?? "";
  pages.hidden = state.pages.length === 0;
}

/**
 * @param {string} current
 * @param {string} url
 */
function showOutput(current, url) {
  const isPage = current.endsWith(".html");
  picture.hidden = isPage;
  frame.hidden = !isPage;
  if (isPage) frame.src = url;
  else picture.src = url;
  picture.alt = isPage ? "" : `Preview of ${current}`;
}

async function show() {
  const { page, file } = chosen();
  const current = file && named({ page, file });
  const failed = state.problems.some(({ severity }) => severity === "error");
  const version = state.version;
  showPages({ page });
  showFiles({ page, file });
  showProblems(state.problems);
  at("name").textContent = state.name;
  document.title = `${failed ? "✗ " : ""}${state.name}`;
  document.body.classList.toggle("stale", failed);
  at("status").textContent = failed ? "not drawn: see the problems" : "up to date";
  if (!current || failed) return;
  const url = `output/${encodeURIComponent(current)}?v=${version}`;
  const answer = await fetch(url);
  if (version !== state.version || current !== named(chosen())) return; // a newer one is under way
  if (answer.status === 200) showOutput(current, url);
  else if (answer.status === 409) showProblems(await answer.json());
}

const events = new EventSource("events");
events.onmessage = ({ data }) => {
  state = JSON.parse(data);
  show();
};
events.onerror = () => {
  at("status").textContent = "geomap watch has stopped";
};
pages.onchange = () => {
  location.hash = encodeURIComponent(named({ page: pages.value, file: chosen().file }));
};
addEventListener("hashchange", show);
