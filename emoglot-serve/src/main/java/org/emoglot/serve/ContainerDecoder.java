package org.emoglot.serve;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.LiveAudio;
import org.emoglot.audio.Waveform;

/** A file that arrives while it is made, such as what a browser records. */
final class ContainerDecoder implements StreamDecoder {

  /** Bytes that are decoded at once: of the smallest packets that there are, four minutes. */
  private static final int PIECE = 1 << 12;

  private final LiveAudio audio;

  ContainerDecoder(AudioReader reader) {
    audio = new LiveAudio(reader, "the stream");
  }

  @Override
  public int rate() {
    return Waveform.MODEL_SAMPLE_RATE;
  }

  @Override
  public void next(ByteBuffer chunk, Consumer<float[]> ear) {
    while (chunk.hasRemaining()) {
      ByteBuffer piece = chunk.slice().limit(Math.min(PIECE, chunk.remaining()));
      chunk.position(chunk.position() + piece.limit());
      ear.accept(audio.next(piece));
    }
  }

  @Override
  public void end(Consumer<float[]> ear) {
    ear.accept(audio.end());
  }

  @Override
  public void close() {
    audio.close();
  }
}
