// Makes an element: properties, then children.
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

let live;

// Says something to those who cannot see it change.
export function say(text) {
  if (!live) {
    live = make("div", { className: "vh" });
    live.setAttribute("role", "status");
    document.body.append(live);
  }
  live.textContent = "";
  requestAnimationFrame(() => (live.textContent = text));
}
