// Records, shows the level, and streams to the service while it records.
import { stream } from "/page/api.js";
import { wav } from "/page/audio.js";

const toPcm = (samples) => Int16Array.from(samples, (s) => Math.round(Math.max(-1, Math.min(1, s)) * 32767));

export class Microphone {
  /** Begins; `on` has the functions level(decibels), message(object), stopped(recording or null, error or null). */
  static async open(model, on) {
    if (!navigator.mediaDevices) {
      throw new Error("The browser offers no microphone here: open this page on this machine or by https.");
    }
    const media = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    const context = new AudioContext();
    await context.audioWorklet.addModule("/page/recorder-worklet.js");
    return new Microphone(media, context, model, on);
  }

  constructor(media, context, model, on) {
    this.media = media;
    this.context = context;
    this.on = on;
    this.blocks = [];
    this.waiting = [];
    this.paused = false;
    this.socket = stream(context.sampleRate, model);
    this.socket.onopen = () => this.waiting.splice(0).forEach((block) => this.socket.send(block));
    this.socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    this.socket.onclose = () => this.finish(null, this.ended ? null : new Error("The connection to the service has ended."));
    this.recorder = new AudioWorkletNode(context, "recorder");
    this.recorder.port.onmessage = (event) => this.add(event.data);
    context.createMediaStreamSource(media).connect(this.recorder);
  }

  add(samples) {
    if (this.paused || this.ended) {
      return;
    }
    let power = 1e-6;
    for (const sample of samples) {
      power += (sample * sample) / samples.length;
    }
    this.on.level(10 * Math.log10(power));
    const block = toPcm(samples);
    this.blocks.push(block);
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(block);
    } else {
      this.waiting.push(block);
    }
    if (this.stopping) {
      this.sendEnd();
    }
  }

  /** How much was recorded. */
  get seconds() {
    return this.blocks.reduce((sum, block) => sum + block.length, 0) / this.context.sampleRate;
  }

  pause(paused) {
    this.paused = paused;
    this.on.level(-60);
  }

  /** Ends; the last samples and the answer to all of it are still to come. */
  stop() {
    this.media.getTracks().forEach((track) => track.stop());
    if (this.paused) {
      this.sendEnd();
    } else {
      this.stopping = true;
      this.recorder.port.postMessage("end");
    }
  }

  sendEnd() {
    this.stopping = false;
    const end = () => this.socket.send(JSON.stringify({ type: "end" }));
    if (this.socket.readyState === WebSocket.CONNECTING) {
      this.socket.addEventListener("open", end);
    } else if (this.socket.readyState === WebSocket.OPEN) {
      end();
    }
  }

  hear(message) {
    if (message.type === "end") {
      this.finish({ blob: wav(this.blocks, this.context.sampleRate), timeline: message }, null);
    } else if (message.type === "error") {
      this.finish(null, new Error(message.problem.detail));
    } else {
      this.on.message(message);
    }
  }

  finish(recording, error) {
    if (this.ended) {
      return;
    }
    this.ended = true;
    this.media.getTracks().forEach((track) => track.stop());
    this.context.close();
    this.socket.close();
    this.on.stopped(recording, error);
  }
}
