package org.emoglot.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {

  @TempDir Path folder;

  /** A name of any bytes, which Java's own text has no way to say. */
  static Path name(String hex) {
    StringBuilder uri = new StringBuilder("file:///");
    for (byte b : HexFormat.of().parseHex(hex)) {
      uri.append("%%%02X".formatted(b & 0xFF));
    }
    return Path.of(URI.create(uri.toString())).getFileName();
  }

  private static void assumeBytes() {
    assumeTrue(
        Path.of("").getFileSystem().getSeparator().equals("/"), "Names are bytes on Unix alone.");
  }

  @ParameterizedTest
  @CsvSource({
    "436f6c8a7265, Col\u00e8re, file:Col%8Are", // Colère in code page 850
    "436f6cc3a87265, Col\u00e8re, Col\u00e8re", // in UTF-8
    "61ff62, a\u00a0b, file:a%FFb",
    "efbfbd, \uFFFD, \uFFFD" // a replacement character that somebody wrote
  })
  void name_ofAnyBytes_isReadableAndComesBack(String hex, String readable, String written) {
    assumeBytes();
    Path name = name(hex);
    assertThat(PathText.readable(name)).isEqualTo(readable);
    assertThat(PathText.written(name)).isEqualTo(written);
    assertThat(PathText.resolve(folder, written)).isEqualTo(folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void written_ofRandomPaths_resolvesToTheSame(long seed) {
    assumeBytes();
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      Path path = random.nextBoolean() ? Path.of("..") : Path.of("");
      for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
        path = path.resolve(name(randomName(random)));
      }
      String written = PathText.written(path);
      assertThat(PathText.resolve(folder, written))
          .as("%s, seed %d", written, seed)
          .isEqualTo(folder.resolve(path));
      assertThat(PathText.written(folder.resolve(path).normalize())).doesNotContain("\uFFFD");
    }
  }

  /** Of letters, blanks, percent signs, colons, control characters and bytes that are no UTF-8. */
  private static String randomName(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(8)];
    for (int i = 0; i < bytes.length; i++) {
      do {
        bytes[i] =
            (byte)
                (random.nextInt(3) == 0
                    ? random.nextInt(256)
                    : " %:a\u001c.".charAt(random.nextInt(6)));
      } while (bytes[i] == 0 || bytes[i] == '/');
    }
    String hex = HexFormat.of().formatHex(bytes);
    return hex.equals("2e") || hex.equals("2e2e") ? "61" : hex;
  }

  @Test
  void written_pathThatLooksEscaped_isEscaped() {
    Path odd = Path.of("file:x");
    assertThat(PathText.written(odd)).isEqualTo("file:file:x");
    assertThat(PathText.resolve(folder, PathText.written(odd))).isEqualTo(folder.resolve(odd));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:a%", "file:a%zz", "file:%00", "a\u0000b", "file:a b"})
  void resolve_malformedText_isNoPath(String text) {
    assertThatThrownBy(() -> PathText.resolve(folder, text))
        .isInstanceOf(InvalidPathException.class);
  }

  @Test
  void existing_replacedByte_findsTheOneFileThatWasMeant() throws IOException {
    assumeBytes();
    Path made = Files.createDirectories(folder.resolve(name("436f6c8a7265")));
    Path file = Files.createFile(made.resolve("a.wav"));
    Path typed = folder.resolve("Col\uFFFDre").resolve("a.wav");
    assertThat(typed).isNotEqualTo(file);
    assertThat(PathText.existing(typed)).isEqualTo(file).exists();
    assertThat(PathText.existing(folder.resolve("Col\u00e8re/a.wav"))).isEqualTo(file);
    Files.createDirectories(folder.resolve(name("436f6c8b7265")));
    assertThat(PathText.existing(typed)).as("two may be meant").isEqualTo(typed);
    assertThat(PathText.existing(folder.resolve("no.wav"))).isEqualTo(folder.resolve("no.wav"));
  }

  @Test
  void existing_accentsInTheOtherNormalForm_areFound() throws IOException {
    Path file = Files.createFile(folder.resolve("Cole\u0300re.wav"));
    assertThat(PathText.existing(folder.resolve("Col\u00e8re.wav"))).isEqualTo(file);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"a\u0065\u0301, a\u00e9", "x, x"})
  void plainText_composes(String text, String plain) {
    assertThat(PlainText.of(text)).isEqualTo(plain);
  }

  @Test
  void plainText_halvesOfPairs_areReplacedAndPairsStay() {
    assertThat(PlainText.of("a\uD83Db")).isEqualTo("a\uFFFDb");
    assertThat(PlainText.of("\uDE00")).isEqualTo("\uFFFD");
    assertThat(PlainText.of("\uD83D\uDE00")).isEqualTo("\uD83D\uDE00");
  }
}
