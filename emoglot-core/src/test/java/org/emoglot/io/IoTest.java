package org.emoglot.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoTest {

  @TempDir Path folder;

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void writeString_newOrOld_replacesTheWhole() throws IOException {
    Path file = folder.resolve("deep/below/file.txt");
    AtomicFiles.writeString(file, "long old content");
    AtomicFiles.writeString(file, "new \u00e9");
    assertThat(file).hasContent("new \u00e9");
    assertThat(file.getParent()).isDirectoryContaining(f -> f.equals(file));
  }

  @Test
  void write_failingHalfway_leavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("file.txt");
    AtomicFiles.writeString(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("file.txt")
        .hasMessageContaining("disk full");
    assertThat(file).hasContent("old");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void removeLeftovers_ofDeadAndLivingWriters_deletesThoseOfTheDead() throws Exception {
    Process dead = new ProcessBuilder("java", "-version").redirectErrorStream(true).start();
    dead.getInputStream().readAllBytes();
    dead.waitFor();
    Path left = Files.createFile(folder.resolve(".file.txt.%d-12.tmp".formatted(dead.pid())));
    Path own =
        Files.createFile(
            folder.resolve(".file.txt.%d-12.tmp".formatted(ProcessHandle.current().pid())));
    Path other = Files.createFile(folder.resolve("file.1-2.tmp"));
    AtomicFiles.removeLeftovers(folder);
    assertThat(left).doesNotExist();
    assertThat(own).exists();
    assertThat(other).exists();
  }

  @Test
  void sha256_knownTexts_areTheStandardsDigests() throws IOException {
    String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertThat(Sha256.of("abc")).isEqualTo(abc);
    assertThat(Sha256.of(Files.writeString(folder.resolve("abc"), "abc"))).isEqualTo(abc);
    assertThatThrownBy(() -> Sha256.of(folder.resolve("missing")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void sha256_samples_areTheirLittleEndianBytes() throws IOException {
    float[] samples = new float[100_000];
    ByteBuffer bytes = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (i % 201 - 100) / 100f;
      bytes.putFloat(samples[i]);
    }
    assertThat(Sha256.of(samples))
        .isEqualTo(Sha256.of(Files.write(folder.resolve("samples"), bytes.array())));
    assertThat(Sha256.of(new float[0])).isEqualTo(Sha256.of(""));
  }

  @Test
  void json_written_keepsOrderAndReadsBack() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("z", 1);
    value.put("a", "\u00e9");
    Path file = folder.resolve("value.json");
    Json.write(file, value);
    assertThat(file).hasContent("{\n  \"z\" : 1,\n  \"a\" : \"\u00e9\"\n}");
    assertThat(Json.read(file).path("z").asInt()).isEqualTo(1);
    assertThat(Json.writeLine(value)).isEqualTo("{\"z\":1,\"a\":\"\u00e9\"}");
  }

  @Test
  void json_unusable_isRefusedInOneSentence() throws IOException {
    assertThatThrownBy(() -> Json.read(folder.resolve("no.json")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no.json, found nothing there");
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\n  \"a\": tru\n}");
    assertThatThrownBy(() -> Json.read(broken))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("broken.json")
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> Json.read(folder)).isInstanceOf(UncheckedIOException.class);
    Object cyclic = new Object[1];
    ((Object[]) cyclic)[0] = cyclic;
    assertThatThrownBy(() -> Json.write(cyclic)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.writeLine(cyclic)).isInstanceOf(IllegalArgumentException.class);
  }

  private record Counted(String name, int count) {}

  @Test
  void readRecord_complete_isReadAsWritten(@TempDir Path records) {
    Path file = records.resolve("counted.json");
    Json.write(file, new Counted("a", 3));
    assertThat(Json.readRecord(file, Counted.class, "remove it")).isEqualTo(new Counted("a", 3));
  }

  @Test
  void readRecord_grownSinceItWasWritten_takesWhatIsMissingFromLater(@TempDir Path records)
      throws IOException {
    Path file = Files.writeString(records.resolve("r.json"), "{\"name\": \"a\"}");

    assertThat(Json.readRecord(file, Counted.class, "remove it", Map.of("count", 7, "name", "b")))
        .isEqualTo(new Counted("a", 7));
  }

  private record Outer(Counted inner) {}

  @Test
  void readRecord_whoseInnerRecordHasGrown_takesWhatIsMissingFromLater(@TempDir Path records)
      throws IOException {
    Path file = Files.writeString(records.resolve("r.json"), "{\"inner\": {\"name\": \"a\"}}");
    Map<String, ?> later = Map.of("inner/count", 7, "inner/name", "b", "other/name", "c");

    assertThat(Json.readRecord(file, Outer.class, "remove it", later))
        .isEqualTo(new Outer(new Counted("a", 7)));
  }

  @Test
  void readRecord_missingNumberOrNoObject_saysWhereAndWhatToDo(@TempDir Path records) {
    for (String damaged :
        new String[] {"{\"name\": \"a\"}", "[]", "{\"name\": null, \"count\": 3}"}) {
      Path file = records.resolve("counted.json");
      AtomicFiles.writeString(file, damaged);
      assertThatThrownBy(() -> Json.readRecord(file, Counted.class, "remove it"))
          .as(damaged)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(file.toString())
          .hasMessageEndingWith("remove it.");
    }
  }

  @Test
  void folderLock_whileItIsHeld_isRefusedToAnother() {
    Path file = folder.resolve("lock");
    try (FolderLock held = FolderLock.take(file, "grid", folder)) {
      assertThatThrownBy(() -> FolderLock.take(file, "grid", folder))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "Expected to be alone in %s, found another grid at work there: wait for it, or choose"
                  + " another --out.",
              folder);
      assertThat(held).isNotNull();
    }
    FolderLock.take(file, "grid", folder).close(); // free again
    assertThat(file).as("nothing is left behind").doesNotExist();
  }
}
