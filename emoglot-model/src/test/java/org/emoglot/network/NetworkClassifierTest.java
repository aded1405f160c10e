package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.feature.PreparedClip;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class NetworkClassifierTest {

  private static final int SECOND = Waveform.MODEL_SAMPLE_RATE;
  private static final double TOLERANCE = 1e-4;

  /** What 20 windows of 30 s may take; attention over all 30000 frames at once would take 14 GB. */
  private static final double MEGABYTES = 700;

  @TempDir static Path folder;
  private final EmotionNetwork network =
      SavedModels.trained(Backbone.fresh("tiny", TinyEncoders.logMelConfig(true), 1), Kind.FULL);
  private final EmotionClassifier classifier = new EmotionClassifier(new CommitteeScorer(network));

  @AfterEach
  void close() {
    classifier.close();
  }

  @Test
  void predict_clipAlone_isAsInAList() {
    List<Waveform> clips = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      clips.add(noise(i, SECOND / 4 + i * SECOND / 3));
    }
    clips.add(noise(9, 31 * SECOND));
    List<Prediction> together = classifier.predict(clips);
    double worst = 0;
    for (int i = 0; i < clips.size(); i++) {
      worst = Math.max(worst, difference(classifier.predict(clips.get(i)), together.get(i)));
    }
    Figures.write("alone-or-in-a-list", "scores differ by at most %.2e".formatted(worst));
    assertThat(worst).isLessThan(TOLERANCE);
  }

  @Test
  void predict_longRecording_isTheMeanOfItsWindowsByDuration() {
    Waveform recording = noise(1, 70 * SECOND + 1); // three windows of 23.33 s
    List<PreparedClip> prepared = new ArrayList<>();
    int[] edges = {0, 373_333, 746_667, 1_120_001};
    for (int i = 0; i < 3; i++) {
      prepared.add(
          SavedModels.prepared(
              network,
              new Waveform(
                  Arrays.copyOfRange(recording.samples(), edges[i], edges[i + 1]), SECOND)));
    }
    List<BatchedInference.Answer> answers = new BatchedInference(network).answer(prepared);
    double total = prepared.stream().mapToInt(PreparedClip::frames).sum();
    float[] mean = new float[answers.get(0).embedding().length];
    for (int i = 0; i < 3; i++) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += (float) (prepared.get(i).frames() / total * answers.get(i).embedding()[d]);
      }
    }
    float[] logits;
    try (Scope scope = Scope.open()) {
      logits = Ops.floats(network.logits(Ops.tensor(mean, 1, mean.length)));
    }
    Prediction expected = Prediction.ofLogits(LabelSet.FOUR, logits, Confidence.NONE);
    Prediction found = classifier.predict(recording);
    assertThat(difference(found, expected)).isLessThan(1e-6);
    assertThat(
            difference(
                found,
                Prediction.ofLogits(LabelSet.FOUR, answers.get(0).logits(), Confidence.NONE)))
        .as("the first window alone says something else")
        .isGreaterThan(1e-6);
  }

  @Test
  void predict_clipThatIsReadInBlocks_isAnsweredAsTheWholeOne() {
    Waveform recording = noise(3, 150 * SECOND + 7);
    List<Prediction> found = new ArrayList<>();
    ClipStream.predict(
        classifier,
        file -> recording,
        List.of(ClipAudio.whole(folder.resolve("long"))),
        new ClipStream.Listener<>() {
          @Override
          public void predicted(Path file, Prediction answer) {
            found.add(answer);
          }

          @Override
          public void failed(Path file, InvalidInputException why) {
            throw why;
          }
        });
    assertThat(found).hasSize(1);
    assertThat(difference(found.get(0), classifier.predict(recording))).isLessThan(1e-5);
  }

  @Test
  void predict_exactlyThirtySeconds_isOneWindow() {
    Waveform recording = noise(2, 30 * SECOND);
    BatchedInference.Answer whole =
        new BatchedInference(network)
            .answer(List.of(SavedModels.prepared(network, recording)))
            .get(0);
    assertThat(classifier.predict(recording))
        .isEqualTo(Prediction.ofLogits(LabelSet.FOUR, whole.logits(), Confidence.NONE));
  }

  @Test
  void predict_shortAndSilentClips_haveNoSpeech() {
    for (int samples : new int[] {0, 1, 399, 400, SECOND, 31 * SECOND}) {
      assertThat(classifier.predict(new Waveform(new float[samples], SECOND)))
          .as("%d silent samples", samples)
          .isEqualTo(Prediction.NO_SPEECH);
    }
  }

  @Test
  void predictSpeech_shortAndSilentClips_areFinite() {
    for (int samples : new int[] {1, 399, 400, SECOND, 31 * SECOND}) {
      Prediction prediction =
          classifier.predictSpeech(List.of(new Waveform(new float[samples], SECOND))).get(0);
      double sum = prediction.scores().stream().mapToDouble(Prediction.Score::score).sum();
      assertThat(sum).as("%d silent samples", samples).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void predict_scores_areAllLabelsBestFirst() {
    Prediction prediction = classifier.predict(noise(3, SECOND));
    assertThat(prediction.scores().stream().map(Prediction.Score::label))
        .containsExactlyInAnyOrderElementsOf(LabelSet.FOUR.names());
    assertThat(prediction.scores())
        .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    assertThat(prediction.label()).isEqualTo(prediction.scores().get(0).label());
    assertThat(prediction.score("bored")).isZero();
  }

  @Test
  void predict_nothing_isNothing() {
    assertThat(classifier.predict(List.of())).isEmpty();
  }

  @Test
  void predict_tenMinutes_isFiniteInBoundedMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    Assumptions.assumeTrue(Files.exists(status), "peak memory is read from /proc, which is absent");
    Path model = folder.resolve("model");
    SavedModels.save(SavedModels.backbone(folder.resolve("backbone")), Kind.PEFT, model);
    try (EmotionClassifier loaded = EmotionClassifier.load(model)) {
      loaded.predict(noise(4, 60 * SECOND));
      double before = peakMegabytes(status);
      Prediction prediction = loaded.predict(noise(5, 600 * SECOND));
      double after = peakMegabytes(status);
      String figures = "600 s in windows: peak resident %.0f -> %.0f MB".formatted(before, after);
      Figures.write("memory-long-recording", figures);
      assertThat(prediction.scores()).allMatch(score -> Double.isFinite(score.score()));
      assertThat(after - before).as(figures).isLessThan(MEGABYTES);
    }
  }

  private static double peakMegabytes(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1e3)
        .findFirst()
        .orElseThrow();
  }

  private static double difference(Prediction a, Prediction b) {
    return LabelSet.FOUR.names().stream()
        .mapToDouble(label -> Math.abs(a.score(label) - b.score(label)))
        .max()
        .orElseThrow();
  }

  /** Noise whose loudness rises and falls, so that its parts differ. */
  private static Waveform noise(long seed, int samples) {
    SeededRandom random = SeededRandom.of(seed);
    float[] values = new float[samples];
    for (int i = 0; i < samples; i++) {
      double loudness = 0.05 + 0.2 * Math.abs(Math.sin(i * 7.0 / SECOND + (double) i / samples));
      values[i] = (float) (loudness * (2 * random.nextDouble() - 1));
    }
    return new Waveform(values, SECOND);
  }
}
