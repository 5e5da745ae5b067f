// Shows the project's mistakes over the page: errors at once, warnings as a count that opens their list. Everything stands
// in a shadow root, so that the site's styles and these do not meet, and every text is set as text.
const sheet = new CSSStyleSheet();
sheet.replaceSync(await (await fetch("/-/overlay.css")).text());

const host = document.createElement("touchstone-problems");
const root = host.attachShadow({ mode: "open" });
root.adoptedStyleSheets = [sheet];

const badge = element("button", "badge");
badge.type = "button";
badge.onclick = () => dialog.showModal();

const dialog = element("dialog", "");
const title = element("h2", "");
title.id = "title";
dialog.setAttribute("aria-labelledby", "title");
const close = element("button", "close", "Close");
close.type = "button";
close.onclick = () => dialog.close();
const list = element("ol", "");
const head = element("div", "head"); // a header would be a second banner of the page
head.append(title, close);
dialog.append(head, list);
root.append(badge, dialog);

let errors = ""; // those for which the overlay was opened: it does not open twice for the same

// show brings the overlay to a state of the server.
export async function show(state) {
  if (document.documentElement.hasAttribute("data-problems")) return; // the page itself is the list
  if (state.errors + state.warnings === 0) return hide();
  const problems = await (await fetch("/-/diagnostics")).json();
  title.textContent = badge.textContent = count(state);
  badge.classList.toggle("errors", state.errors > 0);
  list.replaceChildren(...problems.map(item));
  if (!host.isConnected) document.documentElement.append(host); // beside the body, where patches do not reach
  const wrong = JSON.stringify(problems.filter((p) => p.severity === "error"));
  if (state.errors === 0 && errors !== "") dialog.close();
  if (state.errors > 0 && wrong !== errors && !dialog.open) dialog.showModal();
  errors = state.errors > 0 ? wrong : "";
}

function hide() {
  dialog.close(); // gives the focus back
  host.remove();
  errors = "";
}

function count({ errors, warnings }) {
  const words = (n, word) => (n === 0 ? [] : [`${n} ${word}${n === 1 ? "" : "s"}`]);
  return [...words(errors, "error"), ...words(warnings, "warning")].join(", ");
}

function item(problem) {
  const li = element("li", problem.severity);
  const message = element("p", "message");
  message.append(element("strong", "", problem.severity), " ", problem.message);
  li.append(element("p", "place", problem.place), message);
  if (problem.frame) li.append(frame(problem.frame));
  if (problem.hint) li.append(element("p", "hint", problem.hint));
  li.append(element("p", "rule", problem.rule));
  return li;
}

function frame(lines) {
  const pre = element("pre", "");
  pre.tabIndex = 0; // long lines can be scrolled with the keyboard
  for (const line of lines) {
    const row = element("code", line.meant ? "meant" : "");
    row.append(element("span", "number", String(line.number)), line.text, element("mark", "", line.marked), line.rest ?? "", "\n");
    pre.append(row);
  }
  return pre;
}

function element(name, className, text = "") {
  const e = document.createElement(name);
  e.className = className;
  e.textContent = text;
  return e;
}
