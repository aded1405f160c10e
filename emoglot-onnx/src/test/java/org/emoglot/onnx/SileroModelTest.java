package org.emoglot.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.emoglot.audio.Waveform;
import org.emoglot.segment.SegmentOptions;
import org.emoglot.segment.SpeechDetector;
import org.emoglot.segment.SpeechDetectors;
import org.emoglot.segment.SpeechModel;
import org.emoglot.segment.VoiceDetector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against {@code reference/silero_goldens.py}, and on sounds that are no speech. */
class SileroModelTest {

  private static final int RATE = 16_000;
  private static final SpeechModel MODEL = new SileroModel();

  /** As {@code voice} of silero_goldens.py. */
  private static float[] voice(double seconds) {
    float[] x = new float[(int) (seconds * RATE)];
    for (int i = 0; i < x.length; i++) {
      double t = (double) i / RATE;
      double phase = 2 * Math.PI * (120 * t + 10 * Math.sin(2 * Math.PI * 0.7 * t));
      double formant = 700 + 300 * Math.sin(2 * Math.PI * 1.3 * t);
      double sum = 0;
      for (int harmonic = 1; harmonic <= 30; harmonic++) {
        double distance = (120 * harmonic - formant) / 500;
        sum += Math.exp(-distance * distance) * Math.sin(harmonic * phase);
      }
      x[i] = (float) (0.2 * Math.max(0, Math.sin(2 * Math.PI * 2.5 * t)) * sum);
    }
    return x;
  }

  @Test
  void next_ofAVoice_equalsPythonsOnnxRuntime() throws Exception {
    double[] expected;
    try (InputStream file = SileroModelTest.class.getResourceAsStream("/golden/silero.json")) {
      JsonNode values = new ObjectMapper().readTree(file).get("probabilities");
      expected = new double[values.size()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = values.get(i).doubleValue();
      }
    }

    float[] actual = MODEL.listen().next(voice(4.096));

    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).as("frame %d", i).isCloseTo(expected[i], within(1e-4));
    }
  }

  @Test
  void next_frameByFrame_equalsAllAtOnce() {
    float[] voice = voice(20.48); // more than one call's
    float[] whole = MODEL.listen().next(voice);
    SpeechModel.Listener listener = MODEL.listen();
    for (int i = 0; i < whole.length; i++) {
      float[] frame = listener.next(Arrays.copyOfRange(voice, 512 * i, 512 * (i + 1)));
      assertThat(frame[0]).as("frame %d", i).isCloseTo(whole[i], within(1e-5f));
    }
  }

  @Test
  void next_manyThreads_eachGetTheSameAsAlone() throws Exception {
    float[] voice = voice(4.096);
    float[] alone = MODEL.listen().next(voice);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<float[]> call = () -> new SileroModel().listen().next(voice);
      List<Future<float[]>> answers =
          threads.invokeAll(Stream.generate(() -> call).limit(64).toList());
      for (Future<float[]> answer : answers) {
        assertThat(answer.get()).containsExactly(alone);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void next_partOfAFrame_isRefused() {
    assertThatThrownBy(() -> MODEL.listen().next(new float[500]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("512");
  }

  @Test
  void find_withThisModule_isThisModel() {
    assertThat(SpeechDetectors.find(SegmentOptions.DEFAULT)).isInstanceOf(VoiceDetector.class);
  }

  @ParameterizedTest
  @EnumSource(Sound.class)
  void hasSpeech_noSpeech_isFalse(Sound sound) {
    SpeechDetector detector = new VoiceDetector(MODEL, SegmentOptions.DEFAULT);
    for (double seconds : new double[] {0.25, 1, 3, 8}) {
      for (double level : new double[] {0.003, 0.1, 0.9}) {
        Waveform clip = new Waveform(sound.of(seconds, level, RATE), RATE);
        assertThat(detector.hasSpeech(clip)).as("%s, %s s at %s", sound, seconds, level).isFalse();
      }
    }
  }

  @Test
  void hasSpeech_voiceAtAnyLevelAndRate_isTrue() {
    SpeechDetector detector = new VoiceDetector(MODEL, SegmentOptions.DEFAULT);
    float[] voice = voice(4);
    float[] faint = new float[voice.length];
    for (int i = 0; i < voice.length; i++) {
      faint[i] = voice[i] / 100;
    }
    assertThat(detector.hasSpeech(new Waveform(voice, RATE))).isTrue();
    assertThat(detector.hasSpeech(new Waveform(faint, RATE))).isTrue();
    assertThat(detector.hasSpeech(new Waveform(Arrays.copyOf(voice, 3200), RATE))).isFalse();
  }
}
