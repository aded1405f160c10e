// Audio in the browser: files to draw and to play, and recordings as files.

/** A WAV file of blocks of 16-bit samples. */
export function wav(blocks, rate) {
  const bytes = blocks.reduce((sum, block) => sum + block.byteLength, 0);
  const header = new DataView(new ArrayBuffer(44));
  const text = (at, word) => [...word].forEach((letter, i) => header.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  header.setUint32(4, 36 + bytes, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, rate, true);
  header.setUint32(28, 2 * rate, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, "data");
  header.setUint32(40, bytes, true);
  return new Blob([header, ...blocks], { type: "audio/wav" });
}

/** The samples of a file at 16 kHz, or null where the browser does not read its format. */
export async function decoded(blob) {
  try {
    return await new OfflineAudioContext(1, 1, 16000).decodeAudioData(await blob.arrayBuffer());
  } catch {
    return null;
  }
}

/** Plays parts of what was decoded, one at a time. */
export class Player {
  constructor(onPosition) {
    this.onPosition = onPosition; // seconds, or null when it has stopped
  }

  play(buffer, start, end = buffer.duration) {
    this.stop();
    this.context ??= new AudioContext();
    this.context.resume();
    const source = new AudioBufferSourceNode(this.context, { buffer });
    source.connect(this.context.destination);
    source.onended = () => this.source === source && this.stop();
    source.start(0, start, Math.max(0.05, end - start));
    this.source = source;
    const begun = this.context.currentTime;
    const move = () => {
      if (this.source === source) {
        this.onPosition(start + this.context.currentTime - begun);
        requestAnimationFrame(move);
      }
    };
    move();
  }

  stop() {
    const source = this.source;
    this.source = null;
    source?.stop();
    this.onPosition(null);
  }
}
