// Draws a figure of domain/charts.py: colour names become the theme's colours, clicks lead on.
const painted = (figure, colours) =>
  JSON.parse(JSON.stringify(figure), (_, value) =>
    typeof value === "string" && Object.hasOwn(colours, value) ? colours[value] : value);

// Which of the points at one place of the x axis is meant: the bar under the pointer, else the line.
const meant = (place, { points, event }) => {
  const axis = points[0].yaxis;
  const value = axis.p2d(event.clientY - place.getBoundingClientRect().top - axis._offset);
  const under = ({ data, y }) => data.type === "bar" && value * y > 0 && Math.abs(value) <= Math.abs(y);
  return points.find(under) ?? points.find(({ data }) => data.type !== "bar") ?? points[0];
};

const financeChart = (Plotly) => {
  const FinanceChart = ({ figure, colours }) => {
    const place = useRef(null);
    const navigate = useNavigate();

    useEffect(() => {
      const { data, layout } = painted(figure, colours);
      if (!data) return;
      Plotly.react(place.current, data, layout, { displayModeBar: false, responsive: true });
    }, [figure, colours]);

    useEffect(() => {
      const drawn = place.current;
      const lead = (event) => {
        const path = meant(drawn, event).customdata?.[0];
        if (typeof path === "string" && path.startsWith("/")) navigate(path);
      };
      drawn.on?.("plotly_click", lead);
      return () => Plotly.purge(drawn);
    }, []);

    return jsx("div", { ref: place, className: "chart-place" });
  };
  return FinanceChart;
};
