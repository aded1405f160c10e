package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.AudioSource;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.io.Json;
import org.emoglot.protocol.HeardCheck;
import org.emoglot.protocol.IsolationViolation;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs keep to the protocol, and those that would not are refused before they hear a clip.
 */
@ExtendWith(OneThread.class)
class ProtocolTest {

  private static final int TRAINING = ToneCorpus.TRAINING_PER_LANGUAGE;
  private static final int VALIDATION = ToneCorpus.VALIDATION_PER_LANGUAGE;
  private static final int TEST = ToneCorpus.TEST_PER_LANGUAGE;
  private static final int WHOLE = ToneCorpus.PER_LANGUAGE;

  @TempDir Path folder;

  @Test
  void run_zeroShot_readsNoTargetFileBeforeAllTrainingHasEnded() {
    EventLog log = new EventLog();
    TinyRun.in(out()).run(log, log);

    assertThat(log.filesBeforeTheEndOfTraining())
        .hasSize(2 * (TRAINING + VALIDATION))
        .noneMatch(name -> name.startsWith("de_"));
    List<String> after =
        log.files().subList(log.filesBeforeTheEndOfTraining().size(), log.files().size());
    assertThat(after).hasSize(WHOLE).allMatch(name -> name.startsWith("de_"));
    assertThat(log.files()).as("each once").doesNotHaveDuplicates();
    assertThat(log.files())
        .as("nothing of the test parts of the training languages")
        .noneMatch(name -> name.matches("(en|es)_.*_4\\.tone"));
  }

  @Test
  void run_zeroShot_recordHasACleanAuditWithTheRightCounts() {
    TinyRun.in(out()).run();
    JsonNode run = Json.read(out().resolve(RunRecord.FILE));
    JsonNode audit = run.path("audit");

    assertThat(audit.path("clean").asBoolean()).isTrue();
    assertThat(audit.path("violations")).isEmpty();
    assertThat(audit.path("opens").asInt()).isEqualTo(2 * (TRAINING + VALIDATION) + WHOLE);
    assertThat(audit.path("opensByStage").path("TRAINING").asInt()).isEqualTo(2 * TRAINING);
    assertThat(audit.path("opensByStage").path("VALIDATION").asInt()).isEqualTo(2 * VALIDATION);
    assertThat(audit.path("opensByStage").path("EVALUATION").asInt()).isEqualTo(WHOLE);
    assertThat(audit.path("opensByLanguage").path("FINAL_EVALUATION").size()).isEqualTo(1);
    assertThat(audit.path("opensByLanguage").path("FINAL_EVALUATION").path("de").asInt())
        .isEqualTo(WHOLE);
    assertThat(audit.path("target").path("opens").asInt()).isEqualTo(WHOLE);
    assertThat(audit.path("target").path("firstIndex").asInt())
        .isEqualTo(2 * (TRAINING + VALIDATION));
    assertThat(audit.path("audio").path("identical")).isEmpty();
    assertThat(run.path("data").path("training").asInt()).isEqualTo(2 * TRAINING);
    assertThat(run.path("data").path("trainingSpeakers").asInt()).isEqualTo(4);
    assertThat(run.path("results").path("all").path("utterances").asInt()).isEqualTo(WHOLE);
    assertThat(run.path("results").path("test").path("utterances").asInt()).isEqualTo(TEST);
    assertThat(run.path("heard").path("mark").asText()).isEqualTo("UNHEARD");
  }

  @Test
  void run_upperBound_opensTheTargetAloneAndEvaluatesOnItsTestPart() {
    EventLog log = new EventLog();
    RunRecord run = TinyRun.in(out()).withTask("all-DE", TrainingSystem.UPPER_BOUND).run(log, log);

    assertThat(log.files()).hasSize(WHOLE).allMatch(name -> name.startsWith("de_"));
    assertThat(log.filesBeforeTheEndOfTraining())
        .hasSize(TRAINING + VALIDATION)
        .noneMatch(name -> name.endsWith("_4.tone"));
    assertThat(run.results()).containsOnlyKeys(RunRecord.TEST);
    assertThat(run.main().utterances()).isEqualTo(TEST);
    assertThat(run.zeroShot()).isFalse();
    assertThat(run.audit().clean()).isTrue();
  }

  @Test
  void run_baseline1_opensTheSourceAloneBeforeTheTarget() {
    EventLog log = new EventLog();
    RunRecord run = TinyRun.in(out()).withTask("EN-DE", TrainingSystem.BASELINE1).run(log, log);

    assertThat(log.filesBeforeTheEndOfTraining())
        .hasSize(TRAINING + VALIDATION)
        .allMatch(name -> name.startsWith("en_"));
    assertThat(log.files()).noneMatch(name -> name.startsWith("es_"));
    assertThat(run.data()).containsEntry("trainingLanguages", 1);
  }

  @Test
  void run_baseline1WithoutASource_isRefused() {
    requireRefused(
        TinyRun.in(out()).withTask("all-DE", TrainingSystem.BASELINE1),
        InvalidInputException.class,
        "such as EN-DE");
  }

  @Test
  void run_targetFileAlsoInTrainingUnderItsOwnPath_isRefused() {
    Manifest clean = ToneCorpus.manifest(folder);
    Path target = path(clean, "tones-de/de_s0_angry_0");
    requireRefused(
        TinyRun.in(out()).withManifest(withPath(clean, "tones-en/en_s1_sad_1", target)),
        IsolationViolation.class,
        target.toString());
  }

  @Test
  void run_targetFileAlsoInTrainingThroughALink_isRefused() throws IOException {
    Manifest clean = ToneCorpus.manifest(folder.toRealPath());
    Path target = path(clean, "tones-de/de_s0_angry_0");
    Files.createDirectories(target.getParent());
    Files.createFile(target);
    Path link = Files.createSymbolicLink(folder.resolve("innocent.tone"), target);
    requireRefused(
        TinyRun.in(out()).withManifest(withPath(clean, "tones-en/en_s1_sad_1", link)),
        IsolationViolation.class,
        target.toString());
  }

  @Test
  void run_targetClipCopiedUnderAnotherName_fails() {
    AudioSource copied =
        file ->
            ToneCorpus.audio()
                .read(
                    file.endsWith("en_s1_sad_1.tone")
                        ? file.resolveSibling("de_s0_angry_0.tone")
                        : file);
    TinyRun run = TinyRun.in(out());
    assertThatThrownBy(() -> run.run(copied, ExperimentListener.SILENT))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("tones-en/en_s1_sad_1 = tones-de/de_s0_angry_0");
    assertThat(run.out().resolve(RunRecord.FILE)).doesNotExist();
    assertThat(run.out().resolve(Experiment.MODEL_FOLDER)).doesNotExist();
  }

  @Test
  void run_backboneThatHeardTheTarget_isRefusedOrMarked() throws IOException {
    Path backbone = backbone("[{\"corpus\":\"tones-de\",\"language\":\"de\",\"labelled\":false}]");
    TinyRun run = TinyRun.in(out()).withBackbone(backbone, Kind.PEFT);
    requireRefused(run, InvalidInputException.class, "tones-de (without labels)");
    requireRefused(run.allowing("emodb"), InvalidInputException.class, "tones-de");

    RunRecord allowed = run.allowing("tones-de").run();
    assertThat(allowed.heard().mark()).isEqualTo(HeardCheck.Mark.HEARD_UNLABELLED);
    assertThat(Json.read(out().resolve(RunRecord.FILE)).path("heard").path("mark").asText())
        .isEqualTo("HEARD_UNLABELLED");
    assertThat(out().resolve(Experiment.MODEL_FOLDER).resolve("README.md"))
        .content()
        .contains("heard of the target: heard unlabelled.");
  }

  @Test
  void run_backboneThatHeardTheLanguageElsewhere_isMarked() throws IOException {
    Path backbone = backbone("[{\"corpus\":\"voxpopuli\",\"language\":\"de\",\"labelled\":false}]");
    RunRecord run = TinyRun.in(out()).withBackbone(backbone, Kind.NONE).run();
    assertThat(run.heard().mark()).isEqualTo(HeardCheck.Mark.LANGUAGE_HEARD);
  }

  @Test
  void run_backboneThatDeclaresNothing_isMarked() throws IOException {
    RunRecord run = TinyRun.in(out()).withBackbone(backbone("null"), Kind.NONE).run();
    assertThat(run.heard().mark()).isEqualTo(HeardCheck.Mark.UNDECLARED);
  }

  @Test
  void run_onAModelOfOurs_knowsWhatThatHasHeard() {
    TinyRun.in(out()).run();
    Path start = out().resolve(Experiment.MODEL_FOLDER);
    TinyRun next = TinyRun.in(folder.resolve("next")).withBackbone(start, Kind.FULL);

    requireRefused(
        next.withTask("all-EN", TrainingSystem.BASELINE2),
        InvalidInputException.class,
        "tones-en (with labels)");
    RunRecord run = next.withTask("all-DE", TrainingSystem.BASELINE2).run();
    assertThat(run.heard().mark()).isEqualTo(HeardCheck.Mark.UNHEARD);
    assertThat(run.backbone().location()).isEqualTo(start.toString());
  }

  private Path out() {
    return folder.resolve("out");
  }

  private static void requireRefused(TinyRun run, Class<? extends Exception> type, String words) {
    EventLog log = new EventLog();
    assertThatThrownBy(() -> run.run(log, log))
        .isInstanceOf(type)
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
    assertThat(log.files()).as("files that were read").isEmpty();
    assertThat(run.out().resolve(RunRecord.FILE)).doesNotExist();
  }

  private static Path path(Manifest manifest, String id) {
    return manifest.utterances().stream()
        .filter(utterance -> utterance.id().equals(id))
        .findFirst()
        .orElseThrow()
        .path();
  }

  private static Manifest withPath(Manifest manifest, String id, Path path) {
    List<Utterance> utterances = new ArrayList<>();
    for (Utterance u : manifest.utterances()) {
      utterances.add(
          u.id().equals(id)
              ? new Utterance(
                  u.id(),
                  u.corpus(),
                  u.language(),
                  u.speaker(),
                  u.label(),
                  u.split(),
                  path,
                  u.seconds())
              : u);
    }
    return new Manifest(utterances);
  }

  /** The tiny golden encoder with a declaration. */
  private Path backbone(String heard) throws IOException {
    Path golden = TinyEncoders.goldenFolder("wav2vec2-base-tiny");
    Path backbone = Files.createDirectories(folder.resolve("backbone"));
    for (String name : List.of("preprocessor_config.json", "model.safetensors")) {
      Files.copy(golden.resolve(name), backbone.resolve(name));
    }
    ObjectNode config = (ObjectNode) Json.read(golden.resolve("config.json"));
    config.set("heard", Json.mapper().readTree(heard));
    Json.write(backbone.resolve("config.json"), config);
    return backbone;
  }
}
