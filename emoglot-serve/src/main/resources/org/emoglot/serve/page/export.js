// Results as files for other programs.

const cell = (value) => (/[",\n\r]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : String(value));

/** One row per segment of speech, or per recording where nobody speaks. */
export function csv(recordings, labels) {
  const rows = [["file", "start", "end", "label", "uncertain", ...labels]];
  for (const { name, answer } of recordings) {
    const parts = answer.segments.length ? answer.segments : [{ start: 0, end: answer.seconds, label: null, uncertain: false, scores: [] }];
    for (const part of parts) {
      const scores = Object.fromEntries(part.scores.map(({ label, score }) => [label, score]));
      rows.push([name, part.start, part.end, part.label ?? "", part.uncertain, ...labels.map((label) => scores[label] ?? "")]);
    }
  }
  return `${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** The label track that Audacity imports: start, end and text, with tabs between. */
export function audacity(answer) {
  return answer.segments
    .map((part) => `${part.start.toFixed(6)}\t${part.end.toFixed(6)}\t${part.label}${part.uncertain ? " (uncertain)" : ""}\n`)
    .join("");
}

export function json(recordings) {
  return `${JSON.stringify({ recordings: recordings.map(({ name, answer }) => ({ file: name, ...answer })) }, null, 2)}\n`;
}

/** Lets the browser save a text. */
export function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
