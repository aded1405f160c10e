package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.ConfidenceFit;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Scorer;
import org.emoglot.corpus.Corpus;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.network.Committee;
import org.emoglot.network.CommitteeFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models of different seeds, trained on English, Spanish and French, and their committee. */
class JoinCommandTest {

  private static final Path SAD = TinyRun.SPEECH.resolve("de/f1/sad_01.flac");

  @TempDir static Path shared;
  private static Path manifests = Path.of("");
  private static Path a = Path.of("");
  private static Path b = Path.of("");
  private static Path committee = Path.of("");
  private static Captured joined = new Captured(-1, "", "");

  @TempDir Path folder;

  @BeforeAll
  static void trainAndJoin() {
    manifests = TinyRun.manifests(shared.resolve("manifests"), "de", "en", "es", "fr");
    a = train(0);
    b = train(1);
    committee = shared.resolve("committee");
    joined = join(a + "," + b, manifests, committee, "--json", "--quiet");
  }

  private static Path train(int seed) {
    Path run = shared.resolve("run-" + seed);
    assertThat(TinyRun.train(manifests, run, "--seed", String.valueOf(seed)).exitCode()).isZero();
    return run.resolve("model");
  }

  @Test
  void join_twoSeeds_writesFolderCardAndProvenance() throws IOException {
    assertThat(joined.exitCode()).as(joined.err()).isZero();
    JsonNode record = Json.mapper().readTree(joined.out());
    assertThat(Json.read(committee.resolve("provenance.json"))).isEqualTo(record);
    assertThat(record.at("/members/1/model").asText()).isEqualTo(b.toString());
    assertThat(record.at("/members/1/seed").asInt()).isEqualTo(1);
    assertThat(record.at("/members/1/sha256").asText())
        .isEqualTo(Sha256.of(b.resolve("model.safetensors")))
        .isEqualTo(Sha256.of(committee.resolve("members/1/model.safetensors")));
    assertThat(record.at("/provenance/inputs").size()).isEqualTo(4);
    JsonNode config = Json.read(committee.resolve("config.json"));
    assertThat(config.path("heard")).isEqualTo(Json.read(a.resolve("config.json")).path("heard"));
    assertThat(config.path("temperature")).isEqualTo(record.at("/confidence/temperature"));
    assertThat(committee.resolve("README.md"))
        .content()
        .contains("# Committee of 2 emotion classifiers, all-DE", "- synthetic-en\n")
        .containsPattern("members/1 \\| `proposed` \\| 1 \\| [0-9.]+ \\| [0-9.]+ \\(all, ")
        .contains("neither a lie detector")
        .contains(record.at("/members/0/sha256").asText())
        .doesNotContain("NaN");
    assertThat(committee.resolveSibling(".committee.incomplete")).doesNotExist();
  }

  /** Fitted as for a single model: on the validation clips of what was trained on. */
  @Test
  void join_confidence_isThatOfTheValidationClipsOfTheTrainingLanguages() throws IOException {
    List<Utterance> clips = new ArrayList<>();
    for (String language : List.of("en", "es", "fr")) {
      clips.addAll(
          TinyRun.utterances(Corpus.of("synthetic-" + language)).stream()
              .filter(u -> u.split() == Split.VALIDATION)
              .toList());
    }
    AudioReader audio = new AudioReader(AudioOptions.defaults());
    Confidence expected;
    try (Committee members = CommitteeFolder.load(List.of(a, b), LabelSet.FOUR)) {
      expected =
          ConfidenceFit.onValidationClips(
              members.score(clips.stream().map(u -> audio.read(u.path())).toList()).stream()
                  .map(Scorer.Result::logits)
                  .toList(),
              clips.stream().mapToInt(u -> LabelSet.FOUR.index(u.label())).toArray(),
              clips.stream().map(Utterance::language).toList());
    }

    JsonNode record = Json.mapper().readTree(joined.out());

    assertThat(record.at("/confidence/temperature").asDouble())
        .isCloseTo(expected.temperature(), offset(1e-3));
    assertThat(record.at("/confidence/rejectBelow").asDouble())
        .isCloseTo(expected.rejectBelow(), offset(1e-4));
    assertThat(record.at("/confidence/answerSets/coverage").asDouble()).isEqualTo(0.9);
    assertThat(record.at("/confidence/answerSets/includeFrom").asDouble())
        .isCloseTo(expected.answerSets().includeFrom(), offset(1e-4));
    assertThat(record.at("/confidence/calibration").asText()).isEqualTo("validation clips");
    assertThat(record.at("/validation/utterances").asInt()).isEqualTo(12);
    assertThat(record.at("/audit/opensByLanguage/VALIDATION").toString())
        .isEqualTo("{\"en\":4,\"es\":4,\"fr\":4}");
    assertThat(record.at("/audit/target/opens").asInt()).isZero();
  }

  @Test
  void join_whereTheTargetsAudioIsGone_isTheSame() throws IOException {
    Path without = TinyRun.manifests(folder.resolve("manifests"), "en", "es", "fr");
    List<Utterance> lost = new ArrayList<>();
    for (Utterance u : TinyRun.utterances(Corpus.SYNTHETIC_DE)) {
      Path gone = folder.resolve("gone").resolve(u.path().getFileName().toString() + lost.size());
      lost.add(
          new Utterance(
              u.id(), u.corpus(), u.language(), u.speaker(), u.label(), u.split(), gone, 1));
    }
    new Manifest(lost).write(without.resolve("de.csv"));

    Captured again = join(a + "," + b, without, folder.resolve("committee"), "--json");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(Json.mapper().readTree(again.out()).path("confidence"))
        .isEqualTo(Json.mapper().readTree(joined.out()).path("confidence"));
  }

  /** Models of earlier versions have fewer settings in their record. */
  @Test
  void join_memberWhoseRecordHasFewerSettings_isJoined() throws IOException {
    Path earlier = copy(b, folder.resolve("earlier"));
    ObjectNode record = (ObjectNode) Json.read(earlier.resolve("provenance.json"));
    record.remove(List.of("settings", "fewShot", "corpora"));
    Json.write(earlier.resolve("provenance.json"), record);

    Captured text = join(a + "," + earlier, manifests, folder.resolve("committee"), "--json");

    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(Json.mapper().readTree(text.out()).path("confidence"))
        .isEqualTo(Json.mapper().readTree(joined.out()).path("confidence"));
  }

  @Test
  void join_asText_comparesMembersAndCommittee() {
    Captured text = join(a + "," + b, manifests, folder.resolve("committee"));

    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("validation UAR", a.toString(), b.toString(), "committee ")
        .contains("12 validation clips of en, es, fr", "Wrote " + folder.resolve("committee"));
  }

  @Test
  void predict_committee_isTheTemperedMeanOfItsMembers() throws IOException {
    double temperature = Json.read(committee.resolve("config.json")).path("temperature").asDouble();
    try (EmotionClassifier one = untempered(a);
        EmotionClassifier two = untempered(b)) {
      Prediction first = one.predict(SAD);
      Prediction second = two.predict(SAD);
      double[] powers =
          LabelSet.FOUR.names().stream()
              .mapToDouble(
                  label ->
                      Math.pow((first.score(label) + second.score(label)) / 2, 1 / temperature))
              .toArray();

      Captured found = Captured.run("predict", "--model", committee.toString(), "--json", "" + SAD);

      assertThat(found.exitCode()).as(found.err()).isZero();
      JsonNode scores = Json.mapper().readTree(found.out()).at("/predictions/0/scores");
      assertThat(scores).hasSize(4);
      for (JsonNode score : scores) {
        int label = LabelSet.FOUR.index(score.path("label").asText());
        assertThat(score.path("score").asDouble())
            .isCloseTo(
                powers[label] / (powers[0] + powers[1] + powers[2] + powers[3]), offset(1e-5));
      }
    }
  }

  /** A copy of a model that gives its probabilities as they are. */
  private EmotionClassifier untempered(Path model) throws IOException {
    Path copy = copy(model, folder.resolve(model.getParent().getFileName()));
    ObjectNode config = (ObjectNode) Json.read(copy.resolve("config.json"));
    Json.write(copy.resolve("config.json"), config.put("temperature", 1));
    return EmotionClassifier.load(copy);
  }

  @Test
  void predict_withoutAModel_takesABundledCommittee() throws IOException {
    copy(committee, folder.resolve("models/emoglot-mini"));
    String home = System.getProperty("emoglot.home", "");
    System.setProperty("emoglot.home", folder.toString());
    try {
      Captured bundled = Captured.run("predict", "" + SAD, "--format", "jsonl", "--quiet");
      Captured named =
          Captured.run(
              "predict", "--model", "" + committee, "" + SAD, "--format", "jsonl", "--quiet");
      assertThat(bundled.exitCode()).as(bundled.err()).isZero();
      assertThat(bundled.out()).isEqualTo(named.out()).contains("\"scores\"");
    } finally {
      System.setProperty("emoglot.home", home);
    }
  }

  @Test
  void evaluate_committee_measuresItAndNamesItsWeights() throws IOException {
    Captured target = evaluate("de.csv");
    Captured heard = evaluate("en.csv");

    assertThat(target.exitCode()).as(target.err()).isZero();
    JsonNode evaluation = Json.mapper().readTree(target.out());
    assertThat(evaluation.at("/result/utterances").asInt()).isEqualTo(16);
    assertThat(evaluation.at("/heard/mark").asText()).isEqualTo("UNHEARD");
    assertThat(evaluation.at("/provenance/inputs/members~11~1model.safetensors").asText())
        .isEqualTo(Sha256.of(b.resolve("model.safetensors")));
    assertThat(Json.mapper().readTree(heard.out()).at("/heard/mark").asText())
        .isNotEqualTo("UNHEARD");
  }

  @Test
  void predict_committeeWithABackbone_exitsWith2() {
    Captured wrong =
        Captured.run("predict", "--model", "" + committee, "--backbone", "" + a, "" + SAD);

    refused(wrong, "leave out --backbone");
  }

  @Test
  void extractAndTrain_onACommittee_nameAMemberInstead() {
    Captured extract =
        Captured.run(
            "extract",
            "--backbone",
            committee.toString(),
            "--out",
            folder.resolve("out").toString(),
            SAD.toString());
    Captured train =
        TinyRun.train(manifests, folder.resolve("run"), "--backbone", committee.toString());
    Captured member =
        Captured.run(
            "extract",
            "--backbone",
            committee.resolve("members/0").toString(),
            "--out",
            folder.resolve("embeddings").toString(),
            SAD.toString());

    String words = "name one of its members, such as " + committee.resolve("members/0");
    refused(extract, words);
    refused(train, words);
    assertThat(member.exitCode()).as(member.err()).isZero();
  }

  @Test
  void join_whatCannotBeJoined_exitsWith2() throws IOException {
    Path out = folder.resolve("out");
    Path fewer = TinyRun.manifests(folder.resolve("fewer"), "de", "en", "es");
    Path damaged = copy(b, folder.resolve("damaged"));
    Files.writeString(damaged.resolve("provenance.json"), "{}");

    refused(join(a.toString(), manifests, out), "Expected two or more models to join, found 1");
    refused(join(a + "," + a, manifests, out), "found the same in");
    refused(join(a + "," + committee, manifests, out), "found a committee of 2 models");
    refused(join(a + "," + b, fewer, out), "Expected the manifests that " + a + " was trained");
    refused(join(a + "," + damaged, manifests, out), "join models from emoglot train");
    refused(join(a + "," + refitted(), manifests, out), "found training.refit=true in ");
    refused(join(a + "," + b, manifests, folder), "or an empty folder, at " + folder);
    assertThat(out).doesNotExist();
    assertThat(folder.resolve(".out.incomplete")).doesNotExist();
  }

  /** A copy that says to have learned from its validation clips. */
  private Path refitted() throws IOException {
    Path copy = copy(b, folder.resolve("refitted"));
    Path file = copy.resolve("provenance.json");
    ObjectNode record = (ObjectNode) Json.read(file);
    ((ObjectNode) record.at("/settings/training")).put("refit", true);
    Files.writeString(file, record.toString());
    return copy;
  }

  @Test
  void join_modelsOfDifferentEncoders_answerTogether() {
    Path run = folder.resolve("statistics");
    assertThat(TinyRun.train(manifests, run, "--backbone", "statistics").exitCode()).isZero();
    Path both = folder.resolve("both");

    Captured joined = join(a + "," + run.resolve("model"), manifests, both);

    assertThat(joined.exitCode()).as(joined.err()).isZero();
    Captured answer =
        Captured.run(
            "predict",
            "--model",
            both.toString(),
            "--json",
            TinyRun.utterances(Corpus.SYNTHETIC_DE).get(0).path().toString());
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("\"label\"");
  }

  @Test
  void join_modelsOfDifferentTasks_exitsWith2() {
    Path run = folder.resolve("run");
    assertThat(
            TinyRun.trainTask("EN-DE", "baseline1", manifests, run, "--set", "batches.languages=1")
                .exitCode())
        .isZero();

    refused(
        join(a + "," + run.resolve("model"), manifests, folder.resolve("out")),
        "Expected the heard corpora with labels of " + a);
  }

  private static void refused(Captured command, String words) {
    assertThat(command.exitCode()).as(command.err()).isEqualTo(2);
    assertThat(command.err().lines().filter(line -> line.startsWith("Expected")))
        .singleElement()
        .asString()
        .contains(words);
    assertThat(command.out()).isEmpty();
  }

  private static Captured join(String models, Path manifests, Path out, String... options) {
    List<String> args = new ArrayList<>(List.of("join", "--models", models));
    args.addAll(List.of("--manifests", manifests.toString(), "--out", out.toString()));
    args.addAll(List.of(options));
    return Captured.run(args.toArray(String[]::new));
  }

  private static Captured evaluate(String manifest) {
    return Captured.run(
        "evaluate",
        "--model",
        committee.toString(),
        "--manifest",
        manifests.resolve(manifest).toString(),
        "--split",
        "all",
        "--json",
        "--quiet");
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return to;
  }
}
