// Lets a tab follow the work: it goes to the page whose file is edited. A tab does so after it was at /-/follow, until the
// button that it shows then is pressed.
const key = "touchstone-follow";

const sheet = new CSSStyleSheet();
sheet.replaceSync(await (await fetch("/-/overlay.css")).text());

if (location.pathname === "/-/follow") {
  sessionStorage.setItem(key, "on");
  location.replace(document.documentElement.dataset.home);
} else if (sessionStorage.getItem(key)) {
  showButton();
}

function showButton() {
  const host = document.createElement("touchstone-follow");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "badge following";
  button.textContent = "Following edits: stop";
  button.onclick = () => {
    sessionStorage.removeItem(key);
    host.remove();
  };
  root.append(button);
  document.documentElement.append(host); // beside the body, where patches do not reach
}

// go takes a tab that follows to the page that was edited last. It tells whether the tab leaves its page.
export function go(state) {
  if (!sessionStorage.getItem(key) || !state.edited || state.edited === location.pathname) return false;
  location.assign(state.edited);
  return true;
}
