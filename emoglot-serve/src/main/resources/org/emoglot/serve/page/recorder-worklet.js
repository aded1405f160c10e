// Hands the samples of the microphone on, a tenth of a second at a time.
class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Float32Array(Math.round(sampleRate / 10));
    this.filled = 0;
    this.port.onmessage = () => this.flush(); // the end of the recording
  }

  process([[samples]]) {
    for (const sample of samples ?? []) {
      this.block[this.filled++] = sample;
      if (this.filled === this.block.length) {
        this.flush();
      }
    }
    return true;
  }

  flush() {
    this.port.postMessage(this.block.slice(0, this.filled));
    this.filled = 0;
  }
}
registerProcessor("recorder", Recorder);
