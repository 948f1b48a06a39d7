// Draws a figure of domain/charts.py once it is near what is seen, in the colours of the theme. A
// click leads on; a finger's first tap shows the values, and offers the entries that a second shows.
const painted = (figure, colours) =>
  JSON.parse(JSON.stringify(figure), (_, value) =>
    typeof value === "string" && Object.hasOwn(colours, value) ? colours[value] : value);

let bundle;
const plotly = () =>
  (bundle ??= import("plotly.js-basic-dist-min").then(
    (module) => module.default ?? module,
    (error) => {
      bundle = undefined; // the next chart asks again
      throw error;
    },
  ));

// Charts are drawn one after another, so that the page answers in between.
let drawing = Promise.resolve();
const inTurn = (draw) => {
  const turn = drawing.then(() => new Promise((done) => setTimeout(done))).then(draw);
  drawing = turn.catch(() => {});
  return turn;
};

// Where in the drawn area a click was, in pixels.
const spot = (place, { points: [{ xaxis, yaxis }], event }) => {
  const { left, top } = place.getBoundingClientRect();
  return { xpx: event.clientX - left - xaxis._offset, ypx: event.clientY - top - yaxis._offset };
};

// Which of the points at one place of the x axis is meant: the bar under the pointer, else the line.
const meant = (place, { points, event }) => {
  const value = points[0].yaxis.p2d(spot(place, { points, event }).ypx);
  const under = ({ data, y }) => data.type === "bar" && value * y > 0 && Math.abs(value) <= Math.abs(y);
  const others = points.filter(({ data }) => data.type !== "bar");
  return points.find(under) ?? others.at(-1) ?? points[0];
};

const FinanceChart = ({ figure, colours, label }) => {
  const place = useRef(null);
  const drawn = useRef(null);
  const tap = useRef(0); // the number of the finger's last tap, 0 for other pointers
  const offered = useRef({ path: "", tap: 0, at: null });
  const [near, setNear] = useState(false);
  const [path, setPath] = useState("");
  const navigate = useNavigate();

  const offer = (next, at = null) => {
    offered.current = { path: next, tap: tap.current, at };
    setPath(next);
  };

  // A mouse that lies elsewhere takes the values away when the page moves under it.
  const keep = () => tap.current && offered.current.at && drawn.current.Fx.hover(place.current, offered.current.at);

  const lead = (event) => {
    const next = meant(place.current, event).customdata?.[0];
    if (typeof next !== "string" || !next.startsWith("/")) return;
    const { path: before, tap: number } = offered.current;
    if (tap.current && before !== next) offer(next, spot(place.current, event));
    else if (!tap.current || tap.current !== number) navigate(next); // a tap is told of twice
  };

  useEffect(() => {
    const seen = (entries) => entries.some((entry) => entry.isIntersecting) && setNear(true);
    const observer = new IntersectionObserver(seen, { rootMargin: "240px" });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!near || !figure.data) return undefined;
    let current = true;
    offer("");
    const draw = async () => {
      const Plotly = await plotly();
      if (!current) return;
      const { data, layout } = painted(figure, colours);
      await Plotly.react(place.current, data, layout, { displayModeBar: false, responsive: true });
      if (!drawn.current) place.current?.on("plotly_click", lead).on("plotly_unhover", keep);
      drawn.current = Plotly;
    };
    inTurn(draw);
    return () => (current = false);
  }, [near, figure, colours]);

  useEffect(() => {
    const here = place.current;
    let taps = 0;
    const touch = ({ pointerType, target }) => {
      tap.current = pointerType === "touch" ? (taps += 1) : 0;
      if (!here.parentElement.contains(target)) offer("");
    };
    document.addEventListener("pointerdown", touch, true);
    return () => {
      document.removeEventListener("pointerdown", touch, true);
      drawn.current?.purge(here);
    };
  }, []);

  const there = path.startsWith("/entries") ? "entries" : path.startsWith("/accounts") ? "accounts" : "more";
  const way = jsx(Link, { to: path, className: "button chart-way", key: "way" }, `Show ${there}`);
  const chart = { ref: place, className: "chart-place", role: "img", "aria-label": label };
  return [jsx("div", { ...chart, key: "place" }), path && way];
};
