// Asks the service. Errors are problem documents, whose sentence is shown as it is.
let token = "";
let askForToken = async () => "";

/** How to ask the user for a token, when the service does. */
export function onTokenNeeded(ask) {
  askForToken = ask;
}

const headers = () => (token ? { Authorization: `Bearer ${token}` } : {});
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Sends a request, again where the service is busy, and gives its JSON. */
export async function ask(path, options = {}) {
  for (;;) {
    const response = await fetch(path, { ...options, headers: { ...options.headers, ...headers() } });
    if (response.status === 401) {
      token = await askForToken();
    } else if (response.status === 429) {
      await wait(Number(response.headers.get("Retry-After")) || 1);
    } else if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw new Error(problem.detail ?? `The service answers with ${response.status}.`);
    } else {
      return response.status === 204 ? null : response.json();
    }
  }
}

const query = (parameters) => {
  const given = Object.entries(parameters).filter(([, value]) => value);
  return given.length ? `?${new URLSearchParams(given)}` : "";
};

export const models = async () => (await ask("/v1/models")).models;

export const timeline = (blob, model, adapt) =>
  ask(`/v1/timeline${query({ model, adapt })}`, { method: "POST", body: blob, headers: { "Content-Type": "application/octet-stream" } });

export function adaptTo(recordings, model) {
  const form = new FormData();
  recordings.forEach((recording) => form.append("file", recording.blob, recording.name));
  return ask(`/v1/adaptations${query({ model })}`, { method: "POST", body: form });
}

export const forget = (id) => ask(`/v1/adaptations/${encodeURIComponent(id)}`, { method: "DELETE" });

/** Opens a stream of 16-bit samples. */
export function stream(rate, model) {
  const address = new URL(`/v1/stream${query({ rate: String(rate), model })}`, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const bearer = btoa(token).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return new WebSocket(address, token ? ["emoglot", `bearer.${bearer}`] : []);
}
