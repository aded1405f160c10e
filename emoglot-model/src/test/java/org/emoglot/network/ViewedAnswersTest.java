package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Views;
import org.emoglot.audio.Waveform;
import org.emoglot.audio.Windows;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.io.Json;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The answer of a model that hears two views of a clip. */
@ExtendWith(OneThread.class)
class ViewedAnswersTest {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;
  private static final Offset<Float> CLOSE = within(1e-5f);

  @TempDir Path folder;
  private EmotionNetwork network;

  @BeforeEach
  void build() {
    Backbone backbone = Backbone.open(SavedModels.backbone(folder.resolve("backbone")));
    network = SavedModels.trained(backbone, Kind.FULL);
    network.setViews(Views.BOTH);
    SavedModels.save(network, backbone, folder.resolve("model"));
  }

  @Test
  void score_bothViews_isTheMeanOfTheirLogProbabilities() {
    Waveform clip = clip(2, 0.01);
    List<Waveform> views = Views.BOTH.of(clip);
    assertThat(views).hasSize(2);
    float[] both = logProbabilities(score(clip));
    network.setViews(Views.RECORDING);
    float[] recording = logProbabilities(score(views.get(0)));
    float[] levelled = logProbabilities(score(views.get(1)));
    assertThat(recording).isNotEqualTo(levelled);
    float[] mean = new float[both.length];
    for (int k = 0; k < mean.length; k++) {
      mean[k] = (recording[k] + levelled[k]) / 2;
    }
    assertThat(both).containsExactly(logProbabilities(mean), CLOSE);
  }

  @Test
  void score_severalAndLongClips_areAsEachAlone() {
    List<Waveform> clips = List.of(clip(1, 0.01), clip(45, 0.5), clip(2, 0.9));
    try (Committee committee = new Committee(List.of(network))) {
      for (int i = 0; i < clips.size(); i++) {
        assertThat(committee.score(clips).get(i).logits())
            .containsExactly(committee.score(List.of(clips.get(i))).get(0).logits(), CLOSE);
      }
    }
  }

  /** A window has the views that it would have as a clip, whoever cuts it. */
  @Test
  void score_aLongClip_isTheMeanOfItsWindows() {
    Waveform clip = clip(45, 0.2);
    List<Waveform> windows = Windows.of(clip);
    assertThat(windows).hasSize(2);
    float[] first = score(windows.get(0));
    float[] second = score(windows.get(1));
    double share = (double) windows.get(0).samples().length / clip.samples().length;
    float[] whole = score(clip);
    for (int k = 0; k < whole.length; k++) {
      assertThat(whole[k])
          .isCloseTo((float) (share * first[k] + (1 - share) * second[k]), within(2e-3f));
    }
  }

  @Test
  void committee_ofOtherViews_hearsEachItsOwn() {
    EmotionNetwork other = ModelFolder.load(folder.resolve("model"));
    other.setViews(Views.RECORDING);
    Waveform clip = clip(1, 0.01);
    float[] own = score(clip);
    try (Committee committee = new Committee(List.of(network, other))) {
      assertThat(committee.preparationsPerClip()).isEqualTo(2);
      assertThat(committee.votes(List.of(clip)).get(0).get(0)).containsExactly(own);
      assertThat(committee.votes(List.of(clip)).get(0).get(1)).isNotEqualTo(own);
    }
  }

  @Test
  void load_savedWithViews_answersAsBefore() {
    Waveform clip = clip(1, 0.01);
    float[] logits = score(clip);
    try (EmotionNetwork loaded = ModelFolder.load(folder.resolve("model"));
        EmotionClassifier classifier = EmotionClassifier.load(folder.resolve("model"))) {
      assertThat(loaded.views()).isEqualTo(Views.BOTH);
      Prediction expected = Prediction.ofLogits(loaded.labels(), logits, loaded.confidence());
      assertThat(classifier.predictSpeech(List.of(clip))).containsExactly(expected);
    }
  }

  @Test
  void load_configOfAnEarlierVersion_hearsTheRecording() {
    Path config = folder.resolve("model/config.json");
    ObjectNode json = (ObjectNode) Json.read(config);
    json.remove("views");
    Json.write(config, json);
    try (EmotionNetwork loaded = ModelFolder.load(folder.resolve("model"))) {
      assertThat(loaded.views()).isEqualTo(Views.RECORDING);
    }
  }

  private float[] score(Waveform clip) {
    return new BatchedInference(network)
        .answerParts(ClipParts.of(network, List.of(clip)))
        .get(0)
        .logits();
  }

  private static float[] logProbabilities(float[] logits) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    float[] logs = new float[logits.length];
    for (int k = 0; k < logs.length; k++) {
      logs[k] = (float) (logits[k] - Math.log(sum));
    }
    return logs;
  }

  /** Noise that swells, between silences. */
  private static Waveform clip(int seconds, double gain) {
    Random random = new Random(seconds);
    float[] samples = new float[seconds * RATE];
    for (int i = 0; i < samples.length; i++) {
      double loud = i < RATE / 4 || i > samples.length - RATE / 4 ? 1e-4 : i % RATE / (double) RATE;
      samples[i] = (float) (gain * 0.3 * loud * random.nextGaussian());
    }
    return new Waveform(samples, RATE);
  }
}
