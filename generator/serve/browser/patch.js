// Changes a page that is shown (live) by what differs between the text that it was made from (before) and a newer one
// (after). What is the same in both is not touched, whatever a reader or a script has made of it since: open sections,
// input, sorted tables, added buttons, the chosen theme.
//
// Where scripts have changed the structure so that live and before cannot be laid side by side, idiomorph finds what
// belongs together.
import { Idiomorph } from "/-/idiomorph.js";

export function patch(live, before, after) {
  if (same(before, after)) return;
  if (live.localName !== after.localName || live.localName === "template") return live.replaceWith(copy(after));
  const row = beside(live, before);
  if (!row || hasText(before) || hasText(after)) return morph(live, after);
  attributes(live, before, after);
  children(row, [...before.children], [...after.children], live);
}

// beside lays the children of live beside those of before, or gives null when some are missing or have moved. Elements
// that scripts have added are passed over.
function beside(live, before) {
  const row = [];
  let next = live.firstElementChild;
  for (const child of before.children) {
    while (next && !shows(next, child)) next = next.nextElementSibling;
    if (!next) return null;
    row.push(next);
    next = next.nextElementSibling;
  }
  return row;
}

// shows tells whether a live element may be what was made from another one: scripts add classes, but not names or ids.
function shows(live, before) {
  return live.localName === before.localName && live.id === before.id && [...before.classList].every((name) => live.classList.contains(name));
}

// attributes changes only those that differ between before and after.
export function attributes(live, before, after) {
  for (const name of new Set([...before.getAttributeNames(), ...after.getAttributeNames()])) {
    const value = after.getAttribute(name);
    if (value === before.getAttribute(name)) continue;
    if (value === null) live.removeAttribute(name);
    else live.setAttribute(name, value);
  }
}

// children changes what lies between the first and the last difference of two rows of elements.
function children(live, before, after, parent) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && same(before[start], after[start])) start++;
  let end = 0; // counted from behind
  while (end < most - start && same(before.at(-1 - end), after.at(-1 - end))) end++;
  const next = live[before.length - end] ?? live.at(-1)?.nextElementSibling ?? null;
  const pairs = most - start - end;
  for (let i = start; i < start + pairs; i++) patch(live[i], before[i], after[i]);
  for (const gone of live.slice(start + pairs, before.length - end)) gone.remove();
  for (const fresh of after.slice(start + pairs, after.length - end)) {
    parent.insertBefore(copy(fresh), next);
    parent.insertBefore(document.createTextNode("\n"), next);
  }
}

// same compares texts, since isEqualNode does not look into templates.
const same = (a, b) => a.outerHTML === b.outerHTML;
const copy = (element) => document.importNode(element, true);

// hasText tells whether text stands beside an element's children, or in their place.
const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");

function morph(live, after) {
  Idiomorph.morph(live, copy(after), { callbacks: { beforeAttributeUpdated: (name, node) => !isReaders(name, node) } });
}

// isReaders tells whether an attribute holds what the reader of the page has done.
function isReaders(name, node) {
  if (name === "open") return node.matches("details, dialog");
  return ["value", "checked", "selected"].includes(name) && node.matches("input, textarea, option");
}
