// Runs in every page before its own scripts: says when something is in the DOM, by the page's clock.
(() => {
  const shown = (selector) => document.querySelectorAll(selector);
  const busy = () => document.querySelector('main [aria-busy="true"]') !== null;
  const titled = (title) => document.querySelector("main h1")?.textContent === title;
  const netWorth = (heading) =>
    heading.textContent === "Net worth" && /\d/.test(heading.closest(".card")?.textContent ?? "");

  let answered = true;  // the server has said all that an opened page loads
  const marks = {
    figures: () => [...shown("main h2")].some(netWorth),
    charts: () => {
      const inView = [...shown(".chart")].filter((chart) => {
        const { top, height } = chart.getBoundingClientRect();
        return height > 0 && top < innerHeight;
      });
      const drawn = (chart) => chart.querySelector(".trace path") !== null;
      return !busy() && inView.length > 0 && inView.every(drawn);
    },
    page: (title) => titled(title) && !busy() && answered && /\d/.test(document.querySelector("main").textContent),
    rows: (before) => shown("main li.row").length >= 50 && !busy() && older() !== before,
    row: (text) => [...shown("main li.row")].some((row) => row.textContent.includes(text)),
    pressed: (text) =>
      [...shown(".segment")].some((one) => one.textContent === text && one.ariaPressed === "true"),
    echo: (text) => document.querySelector("#echo")?.textContent === text,
  };
  const older = () => document.querySelector(".pager > :last-child")?.getAttribute("href");

  const waiting = new Set();
  const look = () => {
    for (const one of waiting) {
      if (!one.begun() || !marks[one.mark](one.value)) continue;
      waiting.delete(one);
      one.done(performance.now());
    }
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });

  const Socket = WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...more) {
      super(...more);
      this.addEventListener("message", ({ data }) => {
        if (!String(data).includes('"is_hydrated_rx_state_":true')) return;
        answered = true;
        requestAnimationFrame(look);
      });
    }
  };

  const late = (mark, failed) => setTimeout(() => failed(new Error(`waited too long: ${mark}`)), 60_000);

  // Milliseconds from the navigation to a mark.
  const since = (mark) =>
    new Promise((done, failed) => {
      waiting.add({ mark, begun: () => true, done });
      late(mark, failed);
    });
  const loaded = { figures: since("figures"), charts: since("charts") };

  window.bench = {
    loaded: () => Promise.all([loaded.figures, loaded.charts]),
    older,
    // Get ready to measure from a user's next event to a mark; `taken` is then the milliseconds.
    await: (type, mark, value) => {
      let start = 0;
      const begin = (event) => {
        start = event.timeStamp;
        answered = mark !== "page";
      };
      addEventListener(type, begin, { capture: true, once: true });
      window.bench.taken = new Promise((done, failed) => {
        waiting.add({ mark, value, begun: () => start > 0, done: (end) => done(end - start) });
        late(mark, failed);
      });
    },
  };
})();
