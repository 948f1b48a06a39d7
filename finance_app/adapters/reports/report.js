// Draws the charts of a report in the colours of the theme; on paper always in the light ones.
"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const figures = read("figures");
  const colours = read("colours");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const WIDEST = 680;

  const painted = (figure, names) =>
    JSON.parse(JSON.stringify(figure), (_, value) =>
      typeof value === "string" && Object.hasOwn(names, value) ? names[value] : value);

  const draw = (theme, width) => {
    for (const place of document.querySelectorAll("[data-figure]")) {
      const figure = painted(figures[place.dataset.figure], colours[theme]);
      const size = { width: width || Math.min(WIDEST, place.clientWidth), autosize: false };
      const height = figure.layout.height || 260;
      Plotly.react(place, figure.data, { ...figure.layout, ...size, height }, { displayModeBar: false });
    }
  };
  const drawn = () => draw(dark.matches ? "dark" : "light");

  document.documentElement.classList.add("draws");
  document.fonts.ready.then(drawn);
  dark.addEventListener("change", drawn);
  window.addEventListener("resize", drawn);
  window.addEventListener("beforeprint", () => draw("light", WIDEST));
  window.addEventListener("afterprint", drawn);
})();
