// Shows one output at a time and the problems of the config; a change of the file comes as a server-sent event.
"use strict";

const at = (id) => document.getElementById(id);
let state = { version: 0, name: "", pages: [], files: [], problems: [] };

// Of an atlas the page stands before the file: `south/map-wide.svg`.
const named = ({ page, file }) => (page ? `${page}/${file}` : file);

const chosen = () => {
  const [file, page] = decodeURIComponent(location.hash.slice(1)).split("/").reverse();
  return {
    page: state.pages.includes(page) ? page : state.pages[0],
    file: state.files.some((one) => one.file === file) ? file : state.files[0]?.file,
  };
};

const element = (name, text, className = "") => {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
};

// Problems are the user's own texts: they are set as text, never as markup.
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

function showFiles(current) {
  const links = state.files.map(({ file, label }) => {
    const link = element("a", label);
    link.href = `#${encodeURIComponent(named({ page: current.page, file }))}`;
    if (file === current.file) link.setAttribute("aria-current", "page");
    return link;
  });
  at("files").replaceChildren(...links);
}

function showPages(current) {
  const options = [...at("pages").options].map(({ value }) => value);
  if (options.join("/") !== state.pages.join("/")) {
    at("pages").replaceChildren(...state.pages.map((page) => element("option", page)));
  }
  at("pages").value = current.page ?? "";
  at("pages").hidden = state.pages.length === 0;
}

function showOutput(current, url) {
  const isPage = current.endsWith(".html");
  at("picture").hidden = isPage;
  at("page").hidden = !isPage;
  if (isPage) at("page").src = url;
  else at("picture").src = url;
  at("picture").alt = isPage ? "" : `Preview of ${current}`;
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
at("pages").onchange = () => {
  location.hash = encodeURIComponent(named({ page: at("pages").value, file: chosen().file }));
};
addEventListener("hashchange", show);
