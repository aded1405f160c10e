// Puts the page together.
import * as api from "/page/api.js";
import { decoded, Player } from "/page/audio.js";
import { Chart } from "/page/chart.js";
import { looks } from "/page/colours.js";
import { accept, isHidden } from "/page/drop.js";
import { audacity, csv, json, save } from "/page/export.js";
import { Microphone } from "/page/microphone.js";
import { Recordings } from "/page/recordings.js";
import { answerLine, clock, element, heard, legend, percent } from "/page/view.js";
import { Wave } from "/page/wave.js";

const $ = (id) => document.getElementById(id);
const recordings = new Recordings(() => render());
const player = new Player((seconds) => wave.mark(seconds));
const wave = new Wave($("wave"), (seconds) => play(seconds));
const chart = new Chart($("chart"));
const state = { models: [], labels: [], looks: {}, chosen: null, buffer: null, microphone: null };

function say(message) {
  $("message").textContent = message ?? "";
  $("message").hidden = !message;
}

// --- Models ---

function chooseModel(model) {
  Object.assign(state, { labels: model.labels, looks: looks(model.labels), chosen: null });
  $("adapt").disabled = !model.adaptable;
  heard($("heard"), model);
  $("card").textContent = model.card;
  $("card-row").hidden = !model.card;
  return recordings.choose(model.id);
}

async function begin() {
  state.models = await api.models();
  $("model").replaceChildren(...state.models.map((model) => element("option", { value: model.id }, model.id)));
  $("model-choice").hidden = state.models.length < 2;
  $("model").addEventListener("change", () => chooseModel(state.models[$("model").selectedIndex]));
  await chooseModel(state.models.find((model) => model.default));
}

api.onTokenNeeded(
  () =>
    new Promise((done) => {
      const dialog = $("token-dialog");
      dialog.addEventListener("close", () => done($("token").value.trim()), { once: true });
      dialog.showModal();
    }),
);

// --- The microphone ---

const hint = $("live").textContent;

function live(message) {
  if (message.type === "running" || message.type === "segment") {
    const text = message.type === "running" ? "You sound" : "You sounded";
    const line = element("strong", {}, answerLine(message, state.looks));
    $("live").replaceChildren(`${text} `, line);
  } else if (message.type === "speech") {
    $("live").textContent = "I hear somebody speak …";
  } else if (message.type === "ready") {
    $("live").textContent = "Speak now.";
  }
}

function recording(on) {
  $("record").textContent = on ? "Stop" : "Record";
  $("record").classList.toggle("on", on);
  $("pause").hidden = $("clock").hidden = $("meter-row").hidden = !on;
  $("pause").setAttribute("aria-pressed", "false");
  $("pause").textContent = "Pause";
}

async function record() {
  if (state.microphone) {
    $("record").disabled = true;
    state.microphone.stop();
    return;
  }
  say(null);
  $("record").disabled = true;
  try {
    state.microphone = await Microphone.open(recordings.model, {
      level: (decibels) => {
        $("meter").value = decibels;
        $("clock").textContent = clock(state.microphone?.seconds ?? 0);
      },
      message: live,
      stopped,
    });
    recording(true);
  } catch (error) {
    say(error.name === "NotAllowedError" ? "The browser does not let this page use the microphone." : error.message);
  }
  $("record").disabled = false;
}

async function stopped(result, error) {
  state.microphone = null;
  recording(false);
  $("record").disabled = false;
  $("live").textContent = hint;
  say(error?.message);
  if (result) {
    const added = recordings.addRecorded(result.blob, result.timeline);
    await choose(recordings.all.at(-1));
    await added;
  }
}

function pause() {
  const paused = $("pause").getAttribute("aria-pressed") !== "true";
  $("pause").setAttribute("aria-pressed", String(paused));
  $("pause").textContent = paused ? "Go on" : "Pause";
  state.microphone?.pause(paused);
}

// --- The list of recordings ---

function render() {
  const all = recordings.all;
  const done = recordings.count("done") + recordings.count("failed");
  $("results").hidden = !all.length;
  $("progress-row").hidden = !all.length || done === all.length;
  $("progress").max = Math.max(1, all.length);
  $("progress").value = done;
  $("progress-text").textContent = `${done} of ${all.length} answered`;
  const adapted = Boolean(recordings.adaptation);
  document.querySelectorAll(".after").forEach((node) => (node.hidden = !adapted));
  const note = recordings.adapting
    ? "Adapting to all recordings …"
    : recordings.problem ?? (adapted ? `Adapted to ${recordings.adaptation.clips} clips. ${recordings.adaptation.notes.join(" ")}` : "");
  $("adapt-note").textContent = note;
  $("adapt-note").hidden = !note;
  $("table").tBodies[0].replaceChildren(...all.map((one) => row(one, adapted)));
  const chosen = all.find((one) => one.id === state.chosen);
  const first = all.find((one) => one.before);
  if (!chosen?.before && (first || !$("detail").hidden)) {
    choose(first);
  } else if (!chosen?.before) {
    state.chosen = null;
  } else if (state.shown !== (chosen.after ?? chosen.before)) {
    show(chosen);
  }
}

function row(one, adapted) {
  const changed = one.after && one.before.label !== one.after.label;
  const answer =
    one.state === "failed"
      ? element("td", { class: "failed", colspan: adapted ? 2 : 1 }, one.error)
      : element("td", {}, one.before ? answerLine(one.before, state.looks) : `${one.state} …`);
  const button = (text, action, label) =>
    element("button", { type: "button", class: "small", onclick: action, "aria-label": `${label} ${one.name}` }, text);
  return element(
    "tr",
    { class: one.id === state.chosen ? "chosen" : "" },
    element("td", { class: "name" }, one.name),
    element("td", { class: "number" }, one.before ? `${one.before.seconds.toFixed(1)} s` : ""),
    answer,
    adapted && one.state !== "failed"
      ? element("td", { class: changed ? "changed" : "" }, one.after ? answerLine(one.after, state.looks) : "")
      : null,
    element(
      "td",
      {},
      element(
        "div",
        { class: "buttons" },
        one.before ? button("Show", () => choose(one), "Show") : null,
        button("Remove", () => recordings.remove(one.id), "Remove"),
      ),
    ),
  );
}

// --- One recording ---

async function choose(one) {
  state.chosen = one?.id ?? null;
  state.buffer = null;
  state.shown = null;
  $("detail").hidden = !one;
  if (one) {
    player.stop();
    show(one);
    const buffer = await decoded(one.blob);
    if (state.chosen === one.id) {
      state.buffer = buffer;
      show(one);
    }
  }
  render();
}

function show(one) {
  const answer = one.after ?? one.before;
  state.shown = answer;
  $("detail-title").textContent = one.name + (one.after ? " (adapted)" : "");
  legend($("legend"), state.labels, state.looks);
  wave.show(answer, state.buffer, state.looks);
  chart.show(answer, state.labels, state.looks);
  $("wave-help").hidden = !state.buffer;
  const heads = ["", "Start", "End", "Emotion", ...state.labels];
  $("segments").tHead.replaceChildren(
    element(
      "tr",
      {},
      ...heads.map((head, i) =>
        element("th", { scope: "col", class: i && i !== 3 ? "number" : "" }, head || element("span", { class: "hidden" }, "Play")),
      ),
    ),
  );
  $("segments").tBodies[0].replaceChildren(
    ...answer.segments.map((part, i) => segmentRow(part, i)),
    ...(answer.segments.length ? [] : [element("tr", {}, element("td", { colspan: heads.length }, "Nobody speaks in this recording."))]),
  );
}

function segmentRow(part, i) {
  const scores = Object.fromEntries(part.scores.map(({ label, score }) => [label, score]));
  const number = (text) => element("td", { class: "number" }, text);
  const button = element(
    "button",
    { type: "button", class: "small", onclick: () => play(part.start, part.end), "aria-label": `Play segment ${i + 1}` },
    "▶",
  );
  button.disabled = !state.buffer;
  return element(
    "tr",
    {},
    element("td", {}, button),
    number(`${part.start.toFixed(1)} s`),
    number(`${part.end.toFixed(1)} s`),
    element("td", {}, answerLine(part, state.looks)),
    ...state.labels.map((label) => number(percent(scores[label]))),
  );
}

function play(start, end) {
  if (state.buffer) {
    player.play(state.buffer, start, end);
  }
}

// --- What the user can do ---

function add(files) {
  say(files.length ? null : "There are no files in what was given.");
  recordings.add(files);
}

$("record").addEventListener("click", record);
$("pause").addEventListener("click", pause);
$("adapt").addEventListener("change", () => recordings.adapt($("adapt").checked));
$("clear").addEventListener("click", () => recordings.clear());
for (const id of ["files", "folder"]) {
  $(id).addEventListener("change", (event) => {
    add([...event.target.files].filter((file) => !isHidden(file)));
    event.target.value = "";
  });
}
accept($("drop"), add);
$("export-json").addEventListener("click", () => save("emotions.json", "application/json", json(recordings.answers())));
$("export-csv").addEventListener("click", () => save("emotions.csv", "text/csv", csv(recordings.answers(), state.labels)));
$("export-labels").addEventListener("click", () => {
  const one = recordings.all.find((recording) => recording.id === state.chosen);
  save(`${one.name.replace(/.*\//, "")}.txt`, "text/plain", audacity(state.shown));
});

begin().catch((error) => say(error.message));
