package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.classifier.Timeline;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.io.Json;
import org.emoglot.protocol.HeardCorpus;
import org.emoglot.tensor.OneThread;
import org.emoglot.unlabelled.SourceLogits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneThread.class)
class CommitteeFolderTest {

  private static final Confidence CONFIDENCE = new Confidence(1.5, 0.4);

  private static final SourceLogits SOURCE =
      SourceLogits.of(
          List.of(
              new float[] {1, 0, 0, 0},
              new float[] {2, 0, 1, 0},
              new float[] {0, 1, 0, 0},
              new float[] {0, 3, 0, 1}),
          new int[] {0, 0, 1, 1},
          List.of("a", "a", "a", "a"));

  @TempDir Path folder;
  private Path a = Path.of("");
  private Path b = Path.of("");
  private Path committee = Path.of("");

  @BeforeEach
  void saveTwo() {
    a = TinyCommittees.save(1, folder.resolve("a"));
    b = TinyCommittees.save(2, folder.resolve("b"));
    committee = folder.resolve("committee");
    CommitteeFolder.save(
        Members.of(List.of(a, b)),
        CONFIDENCE,
        SOURCE,
        "# A committee\n",
        Map.of("joined", 2),
        committee);
  }

  @Test
  void save_committee_holdsCardProvenanceAndItsMembersAsTheyAre() throws IOException {
    Files.writeString(a.resolve("stale.txt"), "not of the model");
    CommitteeFolder.save(
        Members.of(List.of(a, b)),
        CONFIDENCE,
        SOURCE,
        "# A committee\n",
        Map.of("joined", 2),
        committee);

    assertThat(SavedModels.names(committee))
        .containsExactly("README.md", "config.json", "members", "provenance.json");
    assertThat(SavedModels.names(committee.resolve("members"))).containsExactly("0", "1");
    assertThat(SavedModels.names(committee.resolve("members/0"))).doesNotContain("stale.txt");
    for (String name : SavedModels.names(b)) {
      assertThat(committee.resolve("members/1").resolve(name))
          .hasSameBinaryContentAs(b.resolve(name));
    }
    assertThat(SavedModels.names(folder)).containsExactly("a", "b", "committee");
  }

  @Test
  void load_committee_knowsHowItAnswersItsTrainingLanguages() {
    try (CommitteeScorer scorer = CommitteeFolder.load(committee)) {
      assertThat(Json.write(scorer.source())).isEqualTo(Json.write(SOURCE));
    }
  }

  @Test
  void save_config_namesMembersLabelsConfidenceAndWhatWasHeard() {
    JsonNode config = Json.read(committee.resolve("config.json"));
    assertThat(config.path("model_type").asText()).isEqualTo("emoglot-committee");
    assertThat(config.path("members").toString()).isEqualTo("[\"members/0\",\"members/1\"]");
    assertThat(config.path("id2label"))
        .isEqualTo(Json.read(a.resolve("config.json")).path("id2label"));
    assertThat(config.path("temperature").asDouble()).isEqualTo(1.5);
    assertThat(config.path("reject_below").asDouble()).isEqualTo(0.4);
    assertThat(config.at("/heard/0/corpus").asText()).isEqualTo("tones-en");
    assertThat(config.path("heard_is_all").asBoolean()).isTrue();
    assertThat(CommitteeFolder.weights(committee))
        .containsExactly(
            committee.resolve("members/0/model.safetensors"),
            committee.resolve("members/1/model.safetensors"));
    assertThat(CommitteeFolder.weights(a)).containsExactly(a.resolve("model.safetensors"));
  }

  @Test
  void load_committee_answersWithTheTemperedMeanOfItsMembers() {
    Waveform clip = TinyCommittees.clip(3);
    try (EmotionClassifier classifier = EmotionClassifier.load(committee);
        EmotionClassifier one = EmotionClassifier.load(a);
        EmotionClassifier two = EmotionClassifier.load(b)) {
      Prediction found = classifier.predict(clip);
      Prediction first = one.predict(clip);
      Prediction second = two.predict(clip);
      double total = 0;
      for (String label : LabelSet.FOUR.names()) {
        total += Math.pow((first.score(label) + second.score(label)) / 2, 1 / 1.5);
      }
      double highest = 0;
      for (String label : LabelSet.FOUR.names()) {
        double mean = (first.score(label) + second.score(label)) / 2;
        assertThat(found.score(label))
            .as(label)
            .isCloseTo(Math.pow(mean, 1 / 1.5) / total, within(1e-6));
        highest = Math.max(highest, found.score(label));
      }
      assertThat(found.uncertain()).isEqualTo(highest < 0.4);
      assertThat(classifier.parameters()).isEqualTo(one.parameters() + two.parameters());
    }
  }

  @Test
  void timeline_ofACommittee_isTheMeanOfItsAnswersToTheStretches() {
    Waveform recording = NetworkTimelineTest.speech(14, 1, 3, 6, 12);
    try (EmotionClassifier classifier = EmotionClassifier.load(committee)) {
      Timeline timeline = classifier.timeline(recording);
      assertThat(timeline.parts()).hasSize(2);
      double total = 0;
      double happy = 0;
      for (Timeline.Part part : timeline.parts()) {
        Prediction alone = classifier.predict(part.segment().of(recording));
        assertThat(part.prediction().score("happy")).isCloseTo(alone.score("happy"), within(1e-5));
        total += part.segment().seconds();
        happy += part.segment().seconds() * alone.score("happy");
      }
      assertThat(timeline.overall().score("happy")).isCloseTo(happy / total, within(1e-5));
      double highest = timeline.overall().scores().get(0).score();
      assertThat(timeline.overall().uncertain()).isEqualTo(highest < 0.4);
    }
  }

  @Test
  void load_committeeThatRejectsEverything_isUncertain() {
    set("reject_below", "1");
    try (EmotionClassifier classifier = EmotionClassifier.load(committee)) {
      assertThat(classifier.predict(TinyCommittees.clip(1)).uncertain()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"members/0\"", "[\"members/0\"]", "[\"a\", 2]", "[\"../a\", \"../b\"]", "{}"})
  void load_membersOfAnotherForm_isRefused(String members) {
    set("members", members);
    refused(() -> EmotionClassifier.load(committee), "Expected two or more folders below");
  }

  @Test
  void load_withoutAMember_namesIt() {
    set("members", "[\"members/0\", \"members/7\"]");
    refused(() -> EmotionClassifier.load(committee), "members/7, found no folder there");
  }

  @Test
  void load_memberOfOtherLabels_isRefused() {
    set("id2label", "{\"0\": \"angry\", \"1\": \"sad\"}");
    refused(() -> EmotionClassifier.load(committee), "Expected the labels [angry, sad]");
  }

  @Test
  void load_withABackbone_isRefused() {
    refused(
        () -> EmotionClassifier.load(committee, ScorerOptions.DEFAULT.withBackbone(a)),
        "leave out --backbone");
  }

  @Test
  void open_committeeAsABackbone_namesAMemberInstead() {
    refused(() -> Backbone.open(committee), "a committee of 2 models: name one of its members");
    refused(() -> ModelFolder.load(committee), committee.resolve("members/0").toString());
    assertThat(ModelFolder.isModel(committee)).isFalse();
    assertThat(Backbone.open(committee.resolve("members/1")).weights().parameters().all())
        .isNotEmpty();
  }

  @Test
  void of_modelsThatDoNotBelongTogether_areRefused() {
    Path labels =
        TinyCommittees.save(
            new LabelSet(List.of("angry", "sad")), 3, TinyCommittees.HEARD, folder.resolve("c"));
    Path heard =
        TinyCommittees.save(
            LabelSet.FOUR,
            3,
            List.of(new HeardCorpus("tones-de", new Language("de"), true)),
            folder.resolve("d"));
    Path backbone = SavedModels.backbone(folder.resolve("backbone"));
    Path adapters = folder.resolve("adapters");
    SavedModels.save(backbone, Kind.PEFT, adapters);

    refused(() -> Members.of(List.of(a)), "Expected two or more models to join, found 1");
    refused(() -> Members.of(List.of(a, b, a)), "found the same in " + a + " and " + a);
    refused(() -> Members.of(List.of(a, labels)), "Expected the labels of " + a);
    refused(() -> Members.of(List.of(a, heard)), "tones-de (de)");
    refused(() -> Members.of(List.of(a, adapters)), "one with only adapters");
    refused(() -> Members.of(List.of(a, committee)), "found a committee of 2 models");
    refused(() -> Members.of(List.of(a, folder.resolve("absent"))), "found no folder there");
  }

  @Test
  void of_modelsOfDifferentLayouts_belongTogether() {
    Path convolutional = folder.resolve("convolutional");
    SavedModels.save(SavedModels.backbone(folder.resolve("backbone")), Kind.FULL, convolutional);
    assertThat(Members.of(List.of(a, convolutional)).hashes()).hasSize(2).doesNotHaveDuplicates();
  }

  private void set(String key, String json) {
    Path file = committee.resolve("config.json");
    try {
      Json.write(file, ((ObjectNode) Json.read(file)).set(key, Json.mapper().readTree(json)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(ThrowingCallable call, String words) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected ")
        .hasMessageContaining(words);
  }
}
