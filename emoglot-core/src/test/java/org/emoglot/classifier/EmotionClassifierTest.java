package org.emoglot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmotionClassifierTest {

  private static final int SECOND = Waveform.MODEL_SAMPLE_RATE;

  /** Digital silence of 2 s, one sample, and a clip of speech. */
  private static final Path SILENCE = resource("digital_silence.wav");

  private static final Path ONE_SAMPLE = resource("one_sample.wav");
  private static final Path SPEECH = resource("speech.wav");

  @TempDir static Path folder;

  private final LoudnessScorer scorer = new LoudnessScorer();
  private final EmotionClassifier classifier = new EmotionClassifier(scorer);

  @Test
  void predict_fileBytesStreamAndWaveform_giveOneAnswer() throws IOException {
    Waveform waveform = new AudioReader(AudioOptions.defaults()).read(SPEECH);
    Prediction expected =
        Prediction.ofLogits(
            LabelSet.FOUR, LoudnessScorer.score(waveform).logits(), LoudnessScorer.CONFIDENCE);
    byte[] bytes = Files.readAllBytes(SPEECH);

    assertThat(classifier.predict(waveform)).isEqualTo(expected);
    assertThat(classifier.predict(SPEECH)).isEqualTo(expected);
    assertThat(classifier.predict(bytes)).isEqualTo(expected);
    assertThat(classifier.predict(new ByteArrayInputStream(bytes))).isEqualTo(expected);
    assertThat(classifier.timeline(waveform).overall()).isEqualTo(expected);
    assertThat(classifier.timeline(SPEECH).overall()).isEqualTo(expected);
    assertThat(classifier.timeline(bytes).overall()).isEqualTo(expected);
    assertThat(classifier.timeline(new ByteArrayInputStream(bytes)).overall()).isEqualTo(expected);
  }

  @Test
  void predict_bytesThatAreNoAudio_areRefusedAndLeaveNoFile() throws IOException {
    List<Path> before = temporaryFiles();
    assertThatThrownBy(() -> classifier.predict(new byte[] {1, 2, 3}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected WAV (PCM or float) in the bytes given, found");
    assertThatThrownBy(() -> classifier.predict(new ByteArrayInputStream(new byte[0])))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("in the stream given, found at byte 0: an empty file");
    assertThat(temporaryFiles()).isEqualTo(before);
  }

  @Test
  void predict_waveformOfAnotherRate_isResampled() {
    float[] samples = new float[8000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.3 * Math.sin(i * 0.1));
    }
    Prediction found = classifier.predict(new Waveform(samples, 8000));
    assertThat(found.speech()).isTrue();
    float[] twice = new float[16_000];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = (float) (0.3 * Math.sin(i * 0.05));
    }
    Prediction expected = classifier.predict(new Waveform(twice, SECOND));
    for (String label : LabelSet.FOUR.names()) {
      assertThat(found.score(label)).isCloseTo(expected.score(label), within(1e-3));
    }
  }

  @Test
  void predict_noSpeechAtAll_hasNoLabel() {
    assertThat(classifier.predict(SILENCE)).isEqualTo(Prediction.NO_SPEECH);
    assertThat(classifier.predict(ONE_SAMPLE)).isEqualTo(Prediction.NO_SPEECH);
    assertThat(classifier.predict(new Waveform(new float[0], SECOND)).speech()).isFalse();
    assertThat(classifier.timeline(SILENCE).overall()).isEqualTo(Prediction.NO_SPEECH);
    assertThat(classifier.timeline(SILENCE).parts()).isEmpty();
    Timeline long20 = classifier.timeline(new Waveform(new float[20 * SECOND], SECOND));
    assertThat(long20).isEqualTo(new Timeline(20, List.of(), Prediction.NO_SPEECH));
    assertThat(scorer.asked).as("the scorer is not asked about silence").isEmpty();
  }

  /** Silence of a sound card: an offset, and the last bit. */
  @Test
  void predict_silenceWithAnOffsetOrOneBitOfNoise_hasNoLabel() {
    SeededRandom random = SeededRandom.of(1);
    float[] samples = new float[2 * SECOND];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 0.1f + (float) Math.rint(random.nextDouble()) / 32_768;
    }
    assertThat(classifier.predict(new Waveform(samples, SECOND)).speech()).isFalse();
  }

  @Test
  void predict_someSilentSomeNot_keepsTheOrder() {
    Waveform loud = tone(SECOND);
    List<Prediction> found =
        classifier.predict(
            List.of(
                new Waveform(new float[9], SECOND), loud, new Waveform(new float[SECOND], SECOND)));
    assertThat(found).extracting(Prediction::speech).containsExactly(false, true, false);
    assertThat(found.get(1)).isEqualTo(classifier.predict(loud));
  }

  @Test
  void predictSpeech_silence_getsALabelAllTheSame() {
    List<Prediction> found =
        classifier.predictSpeech(
            List.of(new Waveform(new float[SECOND], SECOND), new Waveform(new float[0], SECOND)));
    assertThat(found.get(0).label()).isNotEmpty();
    assertThat(found.get(1)).isEqualTo(Prediction.NO_SPEECH);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void predict_sampleThatIsNoNumber_isRefused(float sample) {
    Waveform clip = tone(SECOND);
    clip.samples()[17] = sample;
    String message = "found %s at sample 17".formatted(sample);
    assertThatThrownBy(() -> classifier.predict(clip))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("in the waveform, " + message);
    assertThatThrownBy(() -> classifier.timelines(List.of(tone(5), clip)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("in waveform 2 of 2, " + message);
  }

  @Test
  void predict_afterClose_saysThatItIsClosed() {
    classifier.close();
    classifier.close();
    assertThat(scorer.closed).isEqualTo(1);
    for (Runnable use :
        List.<Runnable>of(
            () -> classifier.predict(tone(SECOND)),
            () -> classifier.predict(List.of()),
            () -> classifier.predictSpeech(List.of()),
            () -> classifier.timeline(tone(SECOND)),
            classifier::labels,
            classifier::parameters)) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("This classifier is closed");
    }
  }

  @Test
  void label_withoutSpeech_isRefused() {
    assertThatThrownBy(Prediction.NO_SPEECH::label)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("speech()");
    assertThat(Prediction.NO_SPEECH.score("sad")).isZero();
  }

  static Waveform tone(int samples) {
    float[] values = new float[samples];
    for (int i = 0; i < samples; i++) {
      values[i] = (float) (0.2 * Math.sin(i * 0.07));
    }
    return new Waveform(values, SECOND);
  }

  private static List<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir", "/tmp")))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).endsWith(".audio"))
          .sorted()
          .toList();
    }
  }

  private static Path resource(String name) {
    return Path.of("src/test/resources/org/emoglot/classifier").resolve(name);
  }
}
