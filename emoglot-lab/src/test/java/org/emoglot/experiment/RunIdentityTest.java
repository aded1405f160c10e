package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.Interruption.Interrupted;
import org.emoglot.experiment.Interruption.Moment;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.IsolationViolation;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Manifests that were edited are another run: what is done does not answer for them, and what was
 * begun does not go on with them.
 */
@ExtendWith(OneThread.class)
class RunIdentityTest {

  private static final Language DE = new Language("de");
  private static final Language ES = new Language("es");

  @TempDir Path folder;

  /** As {@code prepare} writes it, with the hash of every clip's samples. */
  private static Manifest honest() {
    return edited(u -> u);
  }

  /** The honest rows, edited afterwards; their hashes stay. */
  private static Manifest edited(UnaryOperator<Utterance> edit) {
    return new Manifest(
        ToneCorpus.manifest(Path.of("/no/such/folder")).utterances().stream()
            .map(u -> hashed(u, Sha256.of(ToneCorpus.audio().read(u.path()).samples())))
            .map(edit)
            .toList());
  }

  private static Utterance hashed(Utterance u, String hash) {
    return row(u, u.language(), u.speaker(), u.path(), hash);
  }

  private static Utterance row(
      Utterance u, Language language, String speaker, Path path, String hash) {
    return new Utterance(
        u.id(),
        u.corpus(),
        language,
        speaker,
        u.label(),
        u.split(),
        path,
        u.seconds(),
        u.gender(),
        hash);
  }

  /** The Spanish training clips lead to the German ones of the same name. */
  private static Path german(Utterance u) {
    return Path.of(u.path().toString().replace("es_s", "de_s").replace("/es/", "/de/"));
  }

  @Test
  void run_manifestEditedAfterTheRun_isAnotherRun() {
    TinyRun run = TinyRun.in(folder.resolve("run")).withManifest(honest());
    RunRecord done = run.run();
    assertThat(run.run()).as("the same question").isEqualTo(done);
    for (Manifest edited :
        List.of(
            edited(u -> row(u, u.language(), "another", u.path(), u.audioHash())),
            edited(
                u ->
                    u.language().equals(ES)
                        ? row(u, new Language("ur"), u.speaker(), u.path(), u.audioHash())
                        : u),
            edited(u -> hashed(u, "")),
            edited(u -> hashed(u, u.language().equals(ES) ? "0".repeat(64) : u.audioHash())))) {
      assertThatThrownBy(() -> run.withManifest(edited).run())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(
              "found the finished run of another task, configuration, backbone or seed, of other"
                  + " clips");
    }
  }

  @Test
  void run_rowsThatLeadToOtherFiles_areRefusedWhenTheyAreOpened() {
    TinyRun run =
        TinyRun.in(folder.resolve("run"))
            .withManifest(
                edited(
                    u ->
                        u.language().equals(ES)
                            ? row(u, ES, u.speaker(), german(u), u.audioHash())
                            : u));
    // The German files are in no training stage, and the audit knows them by their path.
    assertThatThrownBy(run::run).isInstanceOf(IsolationViolation.class);

    TinyRun swapped =
        TinyRun.in(folder.resolve("swapped"))
            .withManifest(
                edited(
                    u ->
                        u.id().endsWith("es_s0_angry_0")
                            ? row(
                                u,
                                ES,
                                u.speaker(),
                                u.path().resolveSibling("es_s0_sad_0.tone"),
                                u.audioHash())
                            : u));
    assertThatThrownBy(swapped::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("es_s0_sad_0.tone")
        .hasMessageContaining("had in 'prepare'");
  }

  /**
   * The cheat: the Spanish files hold German speech while the run trains, its end is lost, and it
   * is resumed with everything in its place.
   */
  @Test
  void run_trainedOnADisguisedTarget_doesNotGoOnAsAnHonestRun() {
    AudioSource disguised =
        file -> {
          String name = String.valueOf(file.getFileName());
          return ToneCorpus.audio().read(Path.of(name.replace("es_s", "de_s")));
        };
    for (UnaryOperator<Utterance> edit :
        List.<UnaryOperator<Utterance>>of(
            u -> hashed(u, ""), // hashes are left out: only the audit knows
            // or they are those of the disguise, and the target's are left out
            u ->
                u.language().equals(ES)
                    ? hashed(u, Sha256.of(disguised.read(u.path()).samples()))
                    : u.language().equals(DE) ? hashed(u, "") : u)) {
      Path out = folder.resolve("cheat-" + edit.hashCode());
      TinyRun cheat = TinyRun.in(out).withManifest(edited(edit));
      assertThatThrownBy(() -> cheat.run(disguised, Interruption.at(Moment.TARGET_CLIP, 1)))
          .isInstanceOf(Interrupted.class);

      assertThatThrownBy(() -> TinyRun.in(out).withManifest(honest()).run())
          .as("honest manifests")
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("another configuration, seed or data");
      assertThatThrownBy(cheat::run)
          .as("the same manifests, honest files")
          .isInstanceOf(InvalidInputException.class)
          .hasMessageMatching(".*(had earlier in this run|had in 'prepare').*");
      assertThat(out.resolve(RunRecord.FILE)).doesNotExist();
    }
  }

  @Test
  void run_checkpointWithoutItsAudit_isRefused() throws Exception {
    TinyRun run = TinyRun.in(folder.resolve("run")).withManifest(honest());
    assertThatThrownBy(() -> run.run(Interruption.at(Moment.AFTER_STEP, 6)))
        .isInstanceOf(Interrupted.class);
    Files.delete(run.out().resolve("audit.json"));
    assertThatThrownBy(run::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("audit.json, found nothing there: remove the checkpoint");
  }

  @Test
  void run_honestRunThatWasInterrupted_goesOn() {
    TinyRun run = TinyRun.in(folder.resolve("run")).withManifest(honest());
    assertThatThrownBy(() -> run.run(Interruption.at(Moment.TARGET_CLIP, 1)))
        .isInstanceOf(Interrupted.class);
    RunRecord record = run.run();
    assertThat(record.zeroShot()).isTrue();
    assertThat(record.audit().clean()).isTrue();
    assertThat(record.task()).isEqualTo("all-" + DE.code().toUpperCase(java.util.Locale.ROOT));
  }
}
