// The table of contents is open where it is a column of its own, and shows which heading is being read.
export function contents() {
  const toc = document.querySelector(".toc");
  if (!toc) return;
  const wide = matchMedia("(min-width: 80rem)");
  const details = toc.querySelector("details");
  const fit = () => (details.open = wide.matches);
  fit();
  wide.addEventListener("change", fit);

  const links = new Map();
  for (const link of toc.querySelectorAll("a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const above = new Set();
  let current;
  const mark = () => {
    const heading = [...links.keys()].filter((h) => above.has(h)).pop();
    const link = links.get(heading);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
    if (wide.matches) link?.scrollIntoView({ block: "nearest" });
  };
  // Everything above the window counts as seen: a heading that a jump passes over would not be told of otherwise.
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) above.add(target);
        else above.delete(target);
      }
      mark();
    },
    { rootMargin: "10000000px 0px -70% 0px" },
  );
  for (const heading of links.keys()) observer.observe(heading);
}
