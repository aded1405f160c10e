// Pieces of the page: made of nodes, never of text that holds markup.

/** An element with properties and children. */
export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") {
      node.className = value;
    } else if (key.startsWith("on")) {
      node.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined) {
      node.setAttribute(key, value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export const percent = (share) => `${(100 * share).toFixed(0)} %`;

export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function swatch(label, looks) {
  const { colour, ink, letter } = looks[label];
  const node = element("span", { class: "swatch", "aria-hidden": "true" }, letter);
  node.style.background = colour;
  node.style.color = ink;
  return node;
}

/** An answer in a line: the emotion, its probability, and whether it is to be trusted. */
export function answerLine(answer, looks) {
  if (!answer.speech) {
    return element("span", { class: "quiet" }, "no speech");
  }
  const others = (answer.answers ?? []).filter((label) => label !== answer.label);
  return element(
    "span",
    { class: "answer", title: others.length ? `also possible: ${others.join(", ")}` : null },
    swatch(answer.label, looks),
    `${answer.label} ${percent(answer.scores[0].score)}`,
    answer.uncertain ? element("span", { class: "tag" }, "uncertain") : null,
  );
}

export function legend(list, labels, looks) {
  const item = (mark, text) => element("li", {}, mark, text);
  const hatched = element("span", { class: "tag", "aria-hidden": "true" }, "?");
  const silent = element("span", { class: "swatch", "aria-hidden": "true" });
  silent.style.background = "var(--silence)";
  list.replaceChildren(
    ...labels.map((label) => item(swatch(label, looks), label)),
    item(hatched, "uncertain (hatched)"),
    item(silent, "no speech"),
  );
}

/** What the model was trained on, by language. */
export function heard(place, model) {
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  const byLanguage = new Map();
  for (const { corpus, language } of model.heard) {
    const name = names.of(language) ?? language;
    byLanguage.set(name, [...(byLanguage.get(name) ?? []), corpus]);
  }
  const list = [...byLanguage].sort(([a], [b]) => a.localeCompare(b));
  place.replaceChildren(
    list.length
      ? element("ul", {}, ...list.map(([language, corpora]) => element("li", {}, `${language}: ${corpora.join(", ")}`)))
      : element("p", {}, "The model does not say."),
    model.heard_is_all ? "" : element("p", { class: "quiet" }, "There may be more that it does not name."),
  );
}
