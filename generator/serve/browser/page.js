// Brings this page to what the server now has at its address, with as little disturbance as possible.
import { attributes, patch } from "/-/patch.js";

let shown = ""; // the text that the page was made from
const images = new Map(); // the tags of the images that have no fingerprint in their addresses

// remember takes the text of this page out of the browser's cache. It is there under the address that was loaded; scripts
// may have changed the one that is shown. When another tab has put a newer text into the cache meanwhile, this page is not
// made from what is there, and is loaded anew.
export async function remember() {
  const [loaded] = performance.getEntriesByType("navigation");
  const response = await fetch(loaded.name, { cache: "force-cache" });
  const own = loaded.serverTiming?.find(({ name }) => name === "page");
  if (own && `"${own.description}"` !== response.headers.get("ETag")) return location.reload();
  shown = await response.text();
}

// refresh fetches the page again and shows what differs. It fails when the server is away.
export async function refresh() {
  const response = await fetch(location.href, { cache: "no-cache" });
  const text = await response.text();
  if (response.redirected) return location.replace(response.url + location.hash); // the page has moved
  await refreshImages();
  if (text === shown) return;
  const before = parse(shown);
  const after = parse(text);
  if (programs(before) !== programs(after) || styles(before).length !== styles(after).length) {
    return location.reload(); // what scripts have done to the page cannot be undone
  }
  shown = text;
  swapStyles(styles(before), styles(after));
  attributes(document.documentElement, before.documentElement, after.documentElement);
  patchHead(before.head, after.head);
  patch(document.body, before.body, after.body);
  document.dispatchEvent(new CustomEvent("touchstone:patched")); // for scripts that have something to do again
}

const parse = (text) => new DOMParser().parseFromString(text, "text/html");

// programs describes what only a new start of the page can change.
function programs(page) {
  const data = ["application/ld+json", "application/json"];
  const running = [...page.querySelectorAll("script, meta[http-equiv], base")].filter((e) => !data.includes(e.type));
  return running.map((e) => e.outerHTML).join("\n");
}

const isStyle = (element) => element.matches('link[rel~="stylesheet"]');
const styles = (page) => [...page.querySelectorAll('link[rel~="stylesheet"]')];

// swapStyles replaces style sheets one by one; an old one stays until the new one is there, so that the page is never bare.
function swapStyles(before, after) {
  before.forEach((old, i) => {
    if (old.outerHTML === after[i].outerHTML) return;
    const live = styles(document).find((link) => link.getAttribute("href") === old.getAttribute("href"));
    const fresh = document.importNode(after[i], true);
    fresh.onload = fresh.onerror = () => live?.remove();
    live ? live.after(fresh) : document.head.append(fresh);
  });
}

// patchHead changes title, descriptions and links. Their order means nothing, so what is alike stays.
function patchHead(before, after) {
  const texts = (head) => new Set([...head.children].map((e) => e.outerHTML));
  const [was, is] = [texts(before), texts(after)];
  for (const element of [...document.head.children]) {
    const text = element.outerHTML;
    if (!isStyle(element) && was.has(text) && !is.has(text)) element.remove();
  }
  for (const element of after.children) {
    if (!isStyle(element) && !was.has(element.outerHTML)) document.head.append(document.importNode(element, true));
  }
}

// refreshImages shows images anew that have changed under their old addresses. They may be the same in the page's text.
async function refreshImages() {
  const own = [...document.images].filter((image) => image.src.startsWith(location.origin + "/") && !image.src.includes("/assets/"));
  const paths = new Set(own.map(path));
  for (const at of paths) {
    const response = await fetch(at, { method: "HEAD", cache: "no-store" });
    const tag = response.headers.get("ETag");
    const before = images.get(at);
    images.set(at, tag);
    if (before === undefined || before === tag || !tag) continue;
    for (const image of own) {
      if (path(image) === at) image.src = at + "?" + tag.replaceAll('"', ""); // another address, for the browser's memory
    }
  }
}

const path = (image) => new URL(image.src).pathname;
