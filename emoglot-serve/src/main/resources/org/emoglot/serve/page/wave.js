// The waveform, in the colours of the timeline, and a strip with the letters of the emotions below it.

const STRIP = 26;

export class Wave {
  constructor(canvas, onSeek) {
    this.canvas = canvas;
    this.onSeek = onSeek;
    this.cursor = null;
    canvas.addEventListener("click", (event) => this.seek(event.offsetX / canvas.clientWidth));
    canvas.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  show(answer, buffer, looks) {
    Object.assign(this, { answer, buffer, looks, cursor: null, peaks: null });
    const list = answer.segments.map((s) => `${s.label}${s.uncertain ? ", uncertain," : ""} from ${s.start.toFixed(1)} to ${s.end.toFixed(1)} s`);
    this.canvas.setAttribute("aria-label", `Waveform of ${answer.seconds.toFixed(1)} s: ${list.join("; ") || "no speech"}`);
    this.draw();
  }

  mark(seconds) {
    this.cursor = seconds;
    this.draw();
  }

  seek(share) {
    this.mark(Math.max(0, Math.min(1, share)) * this.answer.seconds);
    this.onSeek(this.cursor);
  }

  key(event) {
    const step = { ArrowLeft: -0.5, ArrowRight: 0.5, PageUp: -5, PageDown: 5 }[event.key];
    if (step) {
      this.mark(Math.max(0, Math.min(this.answer.seconds, (this.cursor ?? 0) + step)));
    } else if (event.key === "Home" || event.key === "End") {
      this.mark(event.key === "Home" ? 0 : this.answer.seconds);
    } else if (event.key === "Enter" || event.key === " ") {
      this.onSeek(this.cursor ?? 0);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** The largest amplitude of each column. */
  columns(width) {
    if (this.peaks?.length !== width) {
      const samples = this.buffer.getChannelData(0);
      this.peaks = new Float32Array(width);
      for (let x = 0; x < width; x++) {
        const end = Math.floor(((x + 1) * samples.length) / width);
        for (let i = Math.floor((x * samples.length) / width); i < end; i++) {
          this.peaks[x] = Math.max(this.peaks[x], Math.abs(samples[i]));
        }
      }
    }
    return this.peaks;
  }

  draw() {
    const { canvas, answer } = this;
    if (!answer || !canvas.clientWidth) {
      return;
    }
    const scale = devicePixelRatio;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    const style = getComputedStyle(canvas);
    const at = (seconds) => (seconds / answer.seconds) * width;
    const wave = height - STRIP;
    if (this.buffer) {
      const peaks = this.columns(width);
      const highest = Math.max(0.05, ...peaks);
      for (let x = 0; x < width; x++) {
        const seconds = ((x + 0.5) / width) * answer.seconds;
        const part = answer.segments.find((s) => s.start <= seconds && seconds < s.end);
        const size = Math.max(1, (peaks[x] / highest) * (wave - 8));
        pen.fillStyle = part ? this.looks[part.label].colour : style.getPropertyValue("--silence");
        pen.fillRect(x, (wave - size) / 2, 1, size);
      }
    } else {
      pen.fillStyle = style.getPropertyValue("--quiet");
      pen.font = "14px system-ui, sans-serif";
      pen.textAlign = "center";
      pen.fillText("This browser cannot play the format of this file.", width / 2, wave / 2, width - 16);
    }
    for (const part of answer.segments) {
      this.block(pen, at(part.start), at(part.end), wave, part);
    }
    if (this.cursor !== null) {
      pen.fillStyle = style.getPropertyValue("--ink");
      pen.fillRect(at(this.cursor) - 1, 0, 2, height);
    }
  }

  /** A segment of the strip; an uncertain one is hatched. */
  block(pen, from, to, top, part) {
    const { colour, ink, letter } = this.looks[part.label];
    const width = Math.max(2, to - from - 1);
    pen.save();
    pen.beginPath();
    pen.rect(from, top + 2, width, STRIP - 2);
    pen.clip();
    pen.fillStyle = colour;
    pen.fillRect(from, top, width, STRIP);
    if (part.uncertain) {
      pen.strokeStyle = ink;
      pen.globalAlpha = 0.45;
      for (let x = from - STRIP; x < to; x += 7) {
        pen.beginPath();
        pen.moveTo(x, top + STRIP);
        pen.lineTo(x + STRIP, top);
        pen.stroke();
      }
      pen.globalAlpha = 1;
    }
    if (width > 14) {
      pen.fillStyle = ink;
      pen.font = "bold 13px system-ui, sans-serif";
      pen.textAlign = "center";
      pen.fillText(letter + (part.uncertain ? "?" : ""), from + width / 2, top + STRIP / 2 + 6);
    }
    pen.restore();
  }
}
