import { make } from "./_dom.js";

// Below the width at which the sidebar is a column, it opens as a dialog: Escape closes it, what lies behind is out of
// reach, and the focus returns to the link that opened it.
export function drawer() {
  const sidebar = document.getElementById("nav");
  const link = document.querySelector(".open-nav");
  if (!sidebar || !link) return;
  const home = document.createComment("");
  const dialog = make("dialog", { className: "drawer" });
  dialog.setAttribute("aria-label", "Menu");
  document.body.append(dialog);
  sidebar.before(home);

  const close = () => dialog.close();
  link.setAttribute("role", "button");
  link.setAttribute("aria-haspopup", "dialog");
  const open = (event) => {
    event.preventDefault();
    dialog.append(sidebar);
    dialog.showModal();
    sidebar.querySelector(".close-nav")?.focus();
    sidebar.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  };
  link.addEventListener("click", open);
  link.addEventListener("keydown", (event) => event.key === " " && open(event));
  dialog.addEventListener("close", () => dialog.open || home.after(sidebar)); // it may have been opened again by now
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
    else if (event.target.closest(".close-nav")) {
      event.preventDefault();
      close();
    }
  });
  matchMedia("(min-width: 64rem)").addEventListener("change", close);
}
