// Keeps an open page like the files of the project. The server adds this script to every page that it serves; a published
// page does not have it.
//
// The server tells its state over /-/events: the version of the site and that of the list of mistakes. When one differs
// from what this page shows, page.js fetches the page again and overlay.js the list.
//
// A browser opens six connections to a host at the most, so that pages must not hold one each, or the seventh waits for
// ever. Of the pages that can be seen one listens, the one that has the lock, and tells the others; a hidden page does
// nothing, and asks for the state when it is seen again.
(async () => {
  const [page, overlay, tab] = await Promise.all([import("/-/page.js"), import("/-/overlay.js"), import("/-/follow.js")]);
  const name = "touchstone-live";
  const shown = { site: "", problems: "" };
  let work = page.remember();
  let seen = null; // ends when the page is hidden
  let channel = null; // to the other pages
  let latest = null; // the last state, if this is the page that listens

  function open() {
    if (seen || document.hidden) return;
    seen = new AbortController();
    channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => (data === "ask" ? latest && channel.postMessage(latest) : take(data));
    channel.postMessage("ask");
    if (!navigator.locks) listen(); // not at an address that the browser trusts, such as that of another machine
    else navigator.locks.request(name, { signal: seen.signal }, listen).catch(() => {}); // hidden before its turn came
  }

  function close() {
    seen?.abort();
    channel?.close();
    seen = latest = null;
  }

  // listen hears the server until this page is hidden; the lock is held as long.
  function listen() {
    const source = new EventSource("/-/events");
    source.onmessage = ({ data }) => {
      latest = data;
      channel.postMessage(data);
      take(data);
    };
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      close();
      setTimeout(open, 1000);
    };
    return new Promise((done) => seen.signal.addEventListener("abort", () => done(source.close())));
  }

  function take(text) {
    work = work.then(() => follow(JSON.parse(text))).catch(() => {}); // the server is away: its next word tries again
  }

  async function follow(state) {
    if (state.site !== shown.site) {
      if (tab.go(state)) return;
      await page.refresh();
      shown.site = state.site;
    }
    if (state.problems !== shown.problems) {
      await overlay.show(state);
      shown.problems = state.problems;
    }
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
})();
