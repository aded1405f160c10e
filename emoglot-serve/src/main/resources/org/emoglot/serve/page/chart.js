// The probability of every emotion over time, drawn with uPlot.
import uPlot from "/page/uplot.js";

const HEIGHT = 200;

export class Chart {
  constructor(place) {
    this.place = place;
    new ResizeObserver(() => this.plot?.setSize({ width: this.place.clientWidth, height: HEIGHT })).observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  show(answer, labels, looks) {
    Object.assign(this, { answer, labels, looks });
    this.place.setAttribute("aria-label", "Probabilities over time; the table of segments below has the numbers");
    this.draw();
  }

  draw() {
    this.plot?.destroy();
    this.plot = null;
    if (!this.answer || !this.place.clientWidth) {
      return;
    }
    const style = getComputedStyle(this.place);
    const ink = style.getPropertyValue("--quiet");
    const axis = { stroke: ink, grid: { stroke: style.getPropertyValue("--grid"), width: 1 }, ticks: { stroke: ink, width: 1 } };
    const percent = (value) => (value === null || value === undefined ? "" : `${(100 * value).toFixed(0)} %`);
    const seconds = (value) => (value === null || value === undefined ? "" : `${value.toFixed(1)} s`);
    this.plot = new uPlot(
      {
        width: this.place.clientWidth,
        height: HEIGHT,
        scales: { x: { time: false, range: [0, this.answer.seconds] }, y: { range: [0, 1] } },
        axes: [
          { ...axis, values: (_, ticks) => ticks.map((tick) => `${tick} s`) },
          { ...axis, values: (_, ticks) => ticks.map(percent), size: 56 },
        ],
        series: [
          { label: "time", value: (_, value) => seconds(value) },
          ...this.labels.map((label) => ({
            label,
            stroke: this.looks[label].colour,
            dash: this.looks[label].dash,
            width: 3,
            points: { show: false },
            value: (_, value) => percent(value),
          })),
        ],
      },
      this.data(),
      this.place,
    );
  }

  /** A level line per segment, and nothing between segments. */
  data() {
    const columns = [[], ...this.labels.map(() => [])];
    for (const part of this.answer.segments) {
      const scores = Object.fromEntries(part.scores.map(({ label, score }) => [label, score]));
      columns[0].push(part.start, part.end - 1e-3, part.end - 1e-4);
      this.labels.forEach((label, i) => columns[i + 1].push(scores[label], scores[label], null));
    }
    return columns;
  }
}
