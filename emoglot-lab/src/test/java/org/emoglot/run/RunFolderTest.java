package org.emoglot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  private record Done(String fingerprint) {}

  private record Opened(int opens) {}

  private static final RunKind<Done> KIND =
      new RunKind<>(
          "training",
          "the finished run of another task",
          "run.json",
          (file, advice) -> Json.readRecord(file, Done.class, advice),
          Done::fingerprint,
          List.of("predictions.csv", "model/config.json"));

  private final List<String> said = new ArrayList<>();

  @TempDir Path temporary;
  private Path out = Path.of("");
  private Path clip = Path.of("");

  @BeforeEach
  void names() throws IOException {
    out = temporary.resolve("runs/one");
    clip = Files.writeString(temporary.resolve("clip.wav"), "one");
  }

  /** Samples that follow from the file's content. */
  private static final AudioSource AUDIO =
      file -> {
        try {
          return new Waveform(new float[] {Files.readString(file).hashCode() / 1e12f}, 16_000);
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      };

  private List<Utterance> clips() {
    return List.of(new Utterance("x/1", "x", new Language("en"), "s", "sad", Split.TRAIN, clip, 1));
  }

  private void finish() {
    try (RunFolder<Done> folder = RunFolder.take(out, KIND)) {
      AtomicFiles.writeString(folder.file("predictions.csv"), "id,label\n");
      AtomicFiles.writeString(folder.file("model/config.json"), "{}");
      AtomicFiles.writeString(folder.file("model/model.safetensors"), "weights");
      AtomicFiles.writeString(folder.file("model/README.md"), "card");
      folder.finish(new Done("a"), clips(), Map.of("x/1", Sha256.of(AUDIO.read(clip).samples())));
    }
  }

  private Optional<Done> ask(String fingerprint) {
    try (RunFolder<Done> folder = RunFolder.take(out, KIND)) {
      return folder.finished(fingerprint, clips(), AUDIO, said::add);
    }
  }

  @Test
  void take_whileItIsHeld_isRefusedAfterAWhile() {
    try (RunFolder<Done> held = RunFolder.take(out, KIND)) {
      assertThat(held.checkpoint().getParent()).isEqualTo(out);
      assertThatThrownBy(() -> RunFolder.take(out, KIND, Duration.ofMillis(100)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "Expected to be alone in %s, found another training at work there: wait for it, or choose another --out."
                  .formatted(out));
    }
    RunFolder.take(out, KIND, Duration.ZERO).close();
  }

  @Test
  void close_nothingWritten_leavesNothing() throws IOException {
    RunFolder.take(out, KIND).close();
    assertThat(out).doesNotExist();
    Files.createDirectories(out);
    RunFolder.take(out, KIND).close();
    assertThat(out).as("was there before").isEmptyDirectory();
  }

  @Test
  void finished_wholeRun_isReadAndLeavesNoLock() {
    finish();
    assertThat(ask("a")).contains(new Done("a"));
    assertThat(said).singleElement().asString().startsWith("This run is already done");
    assertThat(out).isDirectoryNotContaining("glob:**/.lock");
    assertThat(RunFolder.finished(out, KIND)).contains(new Done("a"));
  }

  @Test
  void finished_otherRun_isRefused() {
    finish();
    assertThatThrownBy(() -> ask("b"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(out.toString())
        .hasMessageContaining("choose another --out");
  }

  @Test
  void finished_oneFileMissing_isToBeCompletedAgain() throws IOException {
    for (String name :
        List.of(
            "model/model.safetensors",
            "predictions.csv",
            "model/config.json",
            "model/README.md",
            "clips.json")) {
      finish();
      said.clear();
      Files.delete(out.resolve(name));
      assertThat(RunFolder.finished(out, KIND)).as(name).isEmpty();
      assertThat(ask("a")).as(name).isEmpty();
      assertThat(said).singleElement().asString().contains(name + " is missing: completing it");
    }
  }

  @Test
  void finished_oneFileChanged_isRefusedUnlessItIsTheCard() throws IOException {
    for (String name : List.of("model/model.safetensors", "predictions.csv", "model/config.json")) {
      finish();
      Files.writeString(out.resolve(name), "other");
      assertThatThrownBy(() -> ask("a"))
          .as(name)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("remove " + out.resolve("run.json"));
    }
    finish();
    Files.writeString(out.resolve("model/README.md"), "edited by its owner");
    assertThat(ask("a")).isPresent();
  }

  @Test
  void finished_runOfAnEarlierVersionWithoutChecksums_isRead() throws IOException {
    finish();
    Files.delete(out.resolve("SHA256SUMS"));
    Files.delete(out.resolve("clips.json"));
    assertThat(ask("a")).isPresent();
    Files.delete(out.resolve("model/config.json"));
    assertThat(ask("a")).isEmpty();
  }

  @Test
  void finished_clipsOfOtherAudio_areRefusedAndMovedOnesAreNot() throws IOException {
    finish();
    Path moved = Files.writeString(temporary.resolve("moved.wav"), "one");
    Files.setLastModifiedTime(moved, FileTime.fromMillis(1));
    Path first = clip;
    clip = moved;
    assertThat(ask("a")).as("other file, same samples").isPresent();

    clip = Files.writeString(temporary.resolve("other.wav"), "two");
    assertThatThrownBy(() -> ask("a"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("with the audio that the finished run in " + out);

    clip = first;
    said.clear();
    Files.delete(clip);
    assertThat(ask("a")).as("gone").isPresent();
    assertThat(said).first().asString().contains("1 clips of this run are missing");
  }

  @Test
  void audit_damagedInOneDigit_isRefused() throws IOException {
    try (RunFolder<Done> folder = RunFolder.take(out, KIND)) {
      folder.keepAudit(new Opened(17));
      assertThat(folder.audit(Opened.class)).contains(new Opened(17));
      Path file = out.resolve("audit.json");
      Files.writeString(file, Files.readString(file).replace("17", "18"));
      assertThatThrownBy(() -> folder.audit(Opened.class))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("its SHA-256 differs")
          .hasMessageEndingWith("remove the folder to start again.");
    }
  }
}
