import { make, say } from "./_dom.js";

const themes = ["system", "light", "dark"];
const drawings = {
  system: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  light: "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  dark: "M19.5 14.5A8 8 0 1 1 9.5 4.5a6.5 6.5 0 0 0 10 10z",
};

function drawing(theme) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "1.75", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" })) svg.setAttribute(name, value);
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", drawings[theme]);
  if (theme === "system") path.setAttribute("fill", "none");
  svg.append(path);
  return svg;
}

function apply(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // It holds for this page.
  }
}

// A button that goes through the three themes; its name says which one holds and which comes next.
export function themeButton() {
  const button = make("button", { type: "button" });
  const current = () => document.documentElement.dataset.theme ?? "system";
  const next = () => themes[(themes.indexOf(current()) + 1) % themes.length];
  const show = () => {
    button.replaceChildren(drawing(current()), make("span", { className: "vh", textContent: `Colours: ${current()}. Change to ${next()}` }));
    button.title = `Colours: ${current()}`;
  };
  button.addEventListener("click", () => {
    apply(next());
    show();
    say(`Colours: ${current()}`);
  });
  show();
  document.querySelector(".tools")?.prepend(button);
}
