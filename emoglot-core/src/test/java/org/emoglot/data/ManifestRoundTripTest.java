package org.emoglot.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Conditioning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever names are, a manifest that is read is the manifest that was written. */
class ManifestRoundTripTest {

  @TempDir Path folder;

  /** Blanks of all kinds, what CSV must quote, halves of characters, and accents in two forms. */
  private static final List<String> PIECES =
      List.of(
          "a",
          "B",
          "7",
          " ",
          "\t",
          "\n",
          "\r",
          "\r\n",
          "\"",
          ",",
          ";",
          "#",
          "=",
          "'",
          "\u001c",
          "\u001f",
          "\u0085",
          "\u00a0",
          "\u2028",
          "\u3000",
          "\uFEFF",
          "\u0000",
          "\u007f",
          "\u00e8",
          "e\u0300",
          "\uD83D\uDE00",
          "\uD83D",
          "\uDE00",
          "\u1100\u1161",
          "/",
          "\\",
          "%8A",
          "file:");

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString().isBlank() ? text + "x" : text.toString();
  }

  private Path path(Random random) {
    StringBuilder escaped = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      int b =
          random.nextInt(3) == 0
              ? " %:,\"\n\u001cx".charAt(random.nextInt(8))
              : random.nextInt(256);
      escaped.append(b == 0 || b == '/' || b == '.' ? "%61" : "%%%02X".formatted(b));
    }
    Path name = Path.of(URI.create("file:///" + escaped)).getFileName();
    return folder.resolve(random.nextBoolean() ? "deep/er" : "").resolve(name).toAbsolutePath();
  }

  private ClipAudio audio(Random random) {
    ClipAudio whole = ClipAudio.whole(path(random));
    double start = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 100;
    double end = random.nextBoolean() ? Double.POSITIVE_INFINITY : start + random.nextDouble();
    return (random.nextBoolean() ? whole : whole.between(start, end))
        .with(random.nextInt(4) == 0 ? Conditioning.TRIM_AND_LEVEL : Conditioning.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void read_ofWhatWasWritten_isTheSame(long seed) {
    Random random = new Random(seed);
    List<Utterance> utterances = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      utterances.add(
          new Utterance(
              text(random) + i,
              text(random),
              Language.of(random.nextBoolean() ? "de" : "cmn"),
              text(random),
              text(random),
              Split.values()[random.nextInt(3)],
              audio(random),
              Double.MIN_NORMAL + random.nextDouble() * 1000,
              Gender.values()[random.nextInt(3)],
              random.nextBoolean() ? "" : Long.toHexString(random.nextLong())));
    }
    Manifest written = new Manifest(utterances);
    Path file = folder.resolve("sub/manifest.csv");
    written.write(file);
    Manifest read = Manifest.read(file);
    for (int i = 0; i < utterances.size(); i++) {
      assertThat(read.utterances().get(i))
          .as("seed %d", seed)
          .isEqualTo(written.utterances().get(i));
    }
    assertThat(read.fingerprint()).isEqualTo(written.fingerprint());
  }

  /** The speaker that Kaldi's tables had, and whose manifest had another fingerprint when read. */
  @Test
  void read_speakerWithALeadingSeparator_keepsIt() {
    Utterance told =
        new Utterance(
            "mine/u1",
            "mine",
            Language.of("en"),
            "\u001canna",
            "sad",
            Split.TRAIN,
            folder.resolve(" a.wav").toAbsolutePath(),
            1);
    Path file = folder.resolve("mine.csv");
    new Manifest(List.of(told)).write(file);
    assertThat(Manifest.read(file).utterances()).containsExactly(told);
    assertThat(Manifest.read(file).utterances().get(0).speaker()).isEqualTo("\u001canna");
  }

  @Test
  void fingerprint_anotherPassageOrConditioning_isAnother() {
    ClipAudio whole = ClipAudio.whole(folder.resolve("a.wav").toAbsolutePath());
    List<String> fingerprints =
        List.of(
                whole,
                whole.between(0, 1),
                whole.between(0.5, 1),
                whole.with(Conditioning.TRIM_AND_LEVEL))
            .stream()
            .map(
                audio ->
                    new Manifest(
                            List.of(
                                new Utterance(
                                    "m/a",
                                    "m",
                                    Language.of("en"),
                                    "s",
                                    "sad",
                                    Split.TRAIN,
                                    audio,
                                    1,
                                    Gender.UNKNOWN,
                                    "")))
                        .fingerprint())
            .toList();
    assertThat(fingerprints).doesNotHaveDuplicates();
  }
}
