import { make, say } from "./_dom.js";

export function copyButtons() {
  if (!navigator.clipboard) return;
  for (const figure of document.querySelectorAll(".code")) {
    const button = make("button", { type: "button", className: "copy", textContent: "Copy" });
    button.setAttribute("aria-label", "Copy the code");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(figure.querySelector("code").textContent);
        button.textContent = "Copied";
        say("Copied");
      } catch {
        button.textContent = "Not allowed";
        say("The browser does not allow copying");
      }
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    figure.append(button);
  }
}
