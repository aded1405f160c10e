// Files and folders that are dropped on the page.

async function entries(entry, path) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    file.path = path + file.name;
    return [file];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) {
      return found;
    }
    for (const one of some) {
      found.push(...(await entries(one, `${path}${entry.name}/`)));
    }
  }
}

/** Whether a file of a folder is one that systems hide. */
export const isHidden = (file) => /^(\.|Thumbs\.db$|desktop\.ini$)/.test(file.name);

/** Lets files be dropped on a place, and hands them on. */
export function accept(place, take) {
  const over = (on) => (event) => {
    event.preventDefault();
    place.classList.toggle("over", on);
  };
  document.addEventListener("dragover", over(true));
  document.addEventListener("dragleave", over(false));
  document.addEventListener("drop", async (event) => {
    over(false)(event);
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const roots = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
    const files = [];
    for (const root of roots) {
      files.push(...(root instanceof File ? [root] : await entries(root, "")));
    }
    take(files.filter((file) => !isHidden(file)));
  });
}
