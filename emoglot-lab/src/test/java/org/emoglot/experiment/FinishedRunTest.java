package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Manifest;
import org.emoglot.experiment.Interruption.Interrupted;
import org.emoglot.experiment.Interruption.Moment;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A folder belongs to one run: what is done is not done again, and nothing else may use it. */
@ExtendWith(OneThread.class)
class FinishedRunTest {

  @TempDir Path out;

  @Test
  void run_finished_isReadAndNotRepeated() {
    RunRecord first = TinyRun.in(out).run();
    String written = Sha256.of(out.resolve(RunRecord.FILE));
    EventLog log = new EventLog();

    RunRecord second = TinyRun.in(out).run(log, log);

    assertThat(second).isEqualTo(first);
    assertThat(log.files()).isEmpty();
    assertThat(Sha256.of(out.resolve(RunRecord.FILE))).isEqualTo(written);
  }

  @Test
  void run_finishedWithoutOneEmotionInTheTarget_isReadAsItWas() {
    Manifest manifest =
        new Manifest(
            ToneCorpus.manifest(Path.of("/no/such/folder")).utterances().stream()
                .filter(u -> !(u.language().code().equals("de") && u.label().equals("sad")))
                .toList());
    RunRecord first = TinyRun.in(out).withManifest(manifest).run();
    assertThat(first.main().recall().get("sad")).isNaN();
    assertThat(TinyRun.in(out).withManifest(manifest).run()).isEqualTo(first);
  }

  @Test
  void run_otherThanTheFinishedOne_isRefused() {
    TinyRun run = TinyRun.in(out);
    run.run();
    for (TinyRun other :
        List.of(
            run.withSeed(2),
            run.with("training.weightDecay", 0.02),
            run.with("loss.tau", 0.08),
            run.withTask("all-EN", TrainingSystem.PROPOSED),
            run.withTask("all-DE", TrainingSystem.BASELINE2))) {
      requireRefused(other, out.toString(), "another --out");
    }
    assertThat(run.run().seed()).isEqualTo(1);
  }

  @Test
  void run_otherThanTheOneOfTheCheckpoint_isRefused() {
    TinyRun run = TinyRun.in(out);
    assertThatThrownBy(() -> run.run(Interruption.at(Moment.AFTER_STEP, 6)))
        .isInstanceOf(Interrupted.class);
    for (TinyRun other :
        List.of(
            run.withSeed(2),
            run.with("training.weightDecay", 0.02),
            run.withTask("all-DE", TrainingSystem.BASELINE2))) {
      requireRefused(other, "checkpoint.safetensors", "another configuration, seed or data");
    }
    assertThat(run.run().training().steps()).isEqualTo(TinyRun.STEPS);
  }

  @Test
  void run_damagedRecord_isRefused() throws IOException {
    TinyRun run = TinyRun.in(out);
    run.run();
    Path file = out.resolve(RunRecord.FILE);
    String text = Files.readString(file);
    for (String damaged :
        List.of(
            text.substring(0, text.length() / 2),
            "",
            "[]",
            "{}",
            text.replace("\"seed\" :", "\"sead\" :"),
            text.replace("\"UNHEARD\"", "\"UNHERD\""))) {
      Files.writeString(file, damaged);
      requireRefused(run, file.toString(), "Expected");
    }
  }

  @Test
  void run_damagedAuditOfAnEarlierProcess_isRefused() throws IOException {
    TinyRun run = TinyRun.in(out);
    assertThatThrownBy(() -> run.run(Interruption.at(Moment.AFTER_STEP, 6)))
        .isInstanceOf(Interrupted.class);
    Path file = out.resolve("audit.json");
    String text = Files.readString(file);
    for (String damaged :
        List.of(text.substring(0, text.length() / 2), "", "[]", "{}", text.replace("opens", "O"))) {
      Files.writeString(file, damaged);
      requireRefused(run, file.toString(), "Expected");
    }
  }

  @Test
  void run_modelCard_hasTheFiguresOfTheRun() throws IOException {
    RunRecord run = TinyRun.in(out).run();
    String card = Files.readString(out.resolve("model/README.md"));
    EvaluationResult all = run.main();
    assertThat(card)
        .contains(
            String.format(
                Locale.ROOT,
                "| all | %d | %.1f | %.1f to %.1f | %.1f | %.1f |",
                ToneCorpus.PER_LANGUAGE,
                100 * all.uar(),
                100 * all.uarLow(),
                100 * all.uarHigh(),
                100 * all.macroF1(),
                100 * all.accuracy()))
        .contains("| test | " + ToneCorpus.TEST_PER_LANGUAGE + " |")
        .contains("system `proposed`")
        .contains("the target language is unseen: de")
        .contains("%d utterances of 4 speakers".formatted(2 * ToneCorpus.TRAINING_PER_LANGUAGE))
        .contains("`" + run.protocolHash() + "`")
        .contains("`" + run.settingsHash() + "`");
    assertThat(Json.read(out.resolve("model/provenance.json")))
        .isEqualTo(Json.read(out.resolve(RunRecord.FILE)));
  }

  private static void requireRefused(TinyRun run, String... words) {
    assertThatThrownBy(run::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }
}
