// The recordings of this visit, and the work on them: two at a time, in order.
import * as api from "/page/api.js";

const AT_ONCE = 2;

export class Recordings {
  /** `changed` is called after every change. */
  constructor(changed) {
    this.all = [];
    this.changed = changed;
    this.adaptation = null;
    this.next = 1;
    this.model = "";
    this.wanted = false;
    this.round = 0;
  }

  /** Adds files, which are asked about. */
  add(files) {
    for (const file of files) {
      this.all.push({ id: this.next++, name: file.webkitRelativePath || file.path || file.name, blob: file, state: "waiting" });
    }
    return this.work();
  }

  /** Adds what was recorded here, whose answer is known. */
  addRecorded(blob, timeline) {
    const segments = timeline.segments ?? (timeline.speech ? [{ start: 0, end: timeline.seconds, ...timeline }] : []);
    const name = `recording ${this.all.filter((one) => one.recorded).length + 1}.wav`;
    const { type, ...before } = { ...timeline, segments };
    this.all.push({ id: this.next++, name, blob, state: "done", recorded: true, before });
    this.changed();
    return this.readapt();
  }

  remove(id) {
    this.all = this.all.filter((one) => one.id !== id);
    this.changed();
    return this.readapt();
  }

  clear() {
    this.all = [];
    this.round++;
    return this.readapt();
  }

  /** The answers that are shown. */
  answers() {
    return this.all.filter((one) => one.before).map((one) => ({ name: one.name, answer: one.after ?? one.before }));
  }

  count(state) {
    return this.all.filter((one) => one.state === state).length;
  }

  async work() {
    this.changed();
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.worker()));
    await this.readapt();
  }

  async worker() {
    for (;;) {
      const recording = this.all.find((one) => one.state === "waiting");
      if (!recording) {
        return;
      }
      recording.state = "working";
      this.changed();
      try {
        recording.before = await api.timeline(recording.blob, this.model, "");
        recording.state = "done";
      } catch (error) {
        recording.state = "failed";
        recording.error = error.message;
      }
      this.changed();
    }
  }

  /** Another model: everything is asked again. */
  choose(model) {
    this.model = model;
    this.all.forEach((one) => Object.assign(one, { state: "waiting", before: null, after: null, error: null }));
    return this.work();
  }

  /** Turns adaptation on or off. */
  adapt(wanted) {
    this.wanted = wanted;
    return this.readapt();
  }

  /** Adapts to all recordings that are there now; what an earlier call was at no longer counts. */
  async readapt() {
    const round = ++this.round;
    const old = this.adaptation;
    this.adaptation = null;
    this.problem = null;
    if (old) {
      api.forget(old.id).catch(() => {}); // it may have made room for others
    }
    const done = this.all.filter((one) => one.before);
    this.all.forEach((one) => (one.after = null));
    if (!this.wanted || !done.length || this.count("waiting") + this.count("working")) {
      this.changed();
      return;
    }
    this.adapting = true;
    this.changed();
    try {
      const adaptation = await api.adaptTo(done, this.model);
      for (const recording of done) {
        if (round === this.round) {
          recording.after = await api.timeline(recording.blob, this.model, adaptation.id);
        }
      }
      if (round === this.round) {
        this.adaptation = adaptation;
      } else {
        await api.forget(adaptation.id);
      }
    } catch (error) {
      if (round === this.round) {
        this.problem = error.message;
      }
    }
    if (round === this.round) {
      this.adapting = false;
      this.changed();
    }
  }
}
