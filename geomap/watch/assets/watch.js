// Shows one output at a time and the problems of the config; a change of the file comes as a server-sent event.
"use strict";

const at = (id) => document.getElementById(id);
let state = { version: 0, name: "", files: [], problems: [] };

const chosen = () => {
  const wanted = decodeURIComponent(location.hash.slice(1));
  return state.files.some(({ file }) => file === wanted) ? wanted : state.files[0]?.file;
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
    link.href = `#${encodeURIComponent(file)}`;
    if (file === current) link.setAttribute("aria-current", "page");
    return link;
  });
  at("files").replaceChildren(...links);
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
  const current = chosen();
  const failed = state.problems.some(({ severity }) => severity === "error");
  const version = state.version;
  showFiles(current);
  showProblems(state.problems);
  at("name").textContent = state.name;
  document.title = `${failed ? "✗ " : ""}${state.name}`;
  document.body.classList.toggle("stale", failed);
  at("status").textContent = failed ? "not drawn: see the problems" : "up to date";
  if (!current || failed) return;
  const url = `output/${encodeURIComponent(current)}?v=${version}`;
  const answer = await fetch(url);
  if (version !== state.version || current !== chosen()) return; // a newer one is under way
  if (answer.ok) showOutput(current, url);
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
addEventListener("hashchange", show);
