// Colours that colour-blind people tell apart (M. Okabe, K. Ito, Color Universal Design, 2008). No colour stands alone:
// each emotion has a letter and a dash of its own as well.
const KNOWN = {
  neutral: ["#56b4e9", "#000000"],
  happy: ["#e69f00", "#000000"],
  angry: ["#d55e00", "#ffffff"],
  sad: ["#0072b2", "#ffffff"],
};
const OTHERS = [["#009e73", "#000000"], ["#cc79a7", "#000000"], ["#f0e442", "#000000"], ["#999999", "#000000"]];
const DASHES = [[], [8, 4], [3, 3], [10, 3, 3, 3], [1, 4], [12, 6]];

/** The look of every label: {colour, ink, letter, dash}. */
export function looks(labels) {
  const result = {};
  let others = 0;
  labels.forEach((label, i) => {
    const [colour, ink] = KNOWN[label] ?? OTHERS[others++ % OTHERS.length];
    let length = 1;
    while (length < label.length && labels.some((other) => other !== label && other.startsWith(label.slice(0, length)))) {
      length++;
    }
    const letter = label.slice(0, Math.min(length, 2)).toUpperCase();
    result[label] = { colour, ink, letter, dash: DASHES[i % DASHES.length] };
  });
  return result;
}
