package org.emoglot.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Map;
import org.emoglot.segment.SpeechModel;
import org.jspecify.annotations.Nullable;

/**
 * Silero VAD, version 6.2.3 at 16 kHz (Silero Team, <i>Silero VAD: pre-trained enterprise-grade
 * voice activity detector</i>, github.com/snakers4/silero-vad; MIT, its licence lies beside the
 * file). A frame is heard with the last {@value #CONTEXT} samples before it and a recurrent state.
 *
 * <p>One session serves all threads. It is made when it is first needed.
 */
public final class SileroModel implements SpeechModel {

  private static final int SAMPLE_RATE = 16_000;
  private static final int FRAME = 512;
  private static final int CONTEXT = 64;
  private static final int STATE = 128;

  /** 64 ms, of the 75 that it takes in the mean; see docs/service.md. */
  private static final int LAG = 2;

  private static final String FILE = "silero-vad.onnx";

  /** Frames of one call, which bounds its memory: 16 s. */
  private static final int MOST_FRAMES = 512;

  private static @Nullable OrtSession shared;

  @Override
  public int sampleRate() {
    return SAMPLE_RATE;
  }

  @Override
  public int frameSamples() {
    return FRAME;
  }

  @Override
  public int lagFrames() {
    return LAG;
  }

  @Override
  public void prepare() {
    session();
  }

  @Override
  public Listener listen() {
    return new Recording(session());
  }

  private static synchronized OrtSession session() {
    OrtSession session = shared;
    if (session == null) {
      try (InputStream file = SileroModel.class.getResourceAsStream(FILE)) {
        if (file == null) {
          throw new IllegalStateException("Expected " + FILE + " in the jar, found none.");
        }
        session = OnnxRuntime.open(file.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + FILE + ": " + e.getMessage(), e);
      } catch (OrtException e) {
        throw new IllegalStateException("Cannot open " + FILE + ": " + e.getMessage(), e);
      }
      shared = session;
    }
    return session;
  }

  /** What is known of one recording from call to call. */
  private static final class Recording implements Listener {

    private final OrtSession session;
    private final float[] context = new float[CONTEXT];
    private float[] hidden = new float[STATE];
    private float[] cell = new float[STATE];

    Recording(OrtSession session) {
      this.session = session;
    }

    @Override
    public float[] next(float[] samples) {
      if (samples.length == 0 || samples.length % FRAME != 0) {
        throw new IllegalArgumentException(
            "Expected whole frames of %d samples, found %d samples."
                .formatted(FRAME, samples.length));
      }
      int frames = samples.length / FRAME;
      float[] probabilities = new float[frames];
      for (int first = 0; first < frames; first += MOST_FRAMES) {
        int count = Math.min(MOST_FRAMES, frames - first);
        System.arraycopy(hear(samples, first, count), 0, probabilities, first, count);
      }
      return probabilities;
    }

    private float[] hear(float[] samples, int first, int frames) {
      try (OnnxTensor input = tensor(windows(samples, first, frames), frames, CONTEXT + FRAME);
          OnnxTensor h = tensor(hidden, 1, 1, STATE);
          OnnxTensor c = tensor(cell, 1, 1, STATE);
          OrtSession.Result result = session.run(Map.of("input", input, "h", h, "c", c))) {
        hidden = OnnxRuntime.floats(result, "hn");
        cell = OnnxRuntime.floats(result, "cn");
        return OnnxRuntime.floats(result, "speech_probs");
      } catch (OrtException e) {
        throw new IllegalStateException("Cannot run " + FILE + ": " + e.getMessage(), e);
      }
    }

    /** Each frame behind the end of the one before it. */
    private float[] windows(float[] samples, int first, int frames) {
      float[] windows = new float[frames * (CONTEXT + FRAME)];
      for (int i = 0; i < frames; i++) {
        int at = i * (CONTEXT + FRAME);
        int from = (first + i) * FRAME;
        System.arraycopy(context, 0, windows, at, CONTEXT);
        System.arraycopy(samples, from, windows, at + CONTEXT, FRAME);
        System.arraycopy(samples, from + FRAME - CONTEXT, context, 0, CONTEXT);
      }
      return windows;
    }

    private static OnnxTensor tensor(float[] values, long... shape) throws OrtException {
      return OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape);
    }
  }
}
