package org.emoglot.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.NamedAudio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are well formed as far as they go, and go too far. */
class DeepFilesTest {

  @TempDir private Path folder;

  static String[] texts() {
    return new String[] {
      "[".repeat(1_500) + "]".repeat(1_500), "{\"n\": " + "9".repeat(1_500) + "}", "{\"a\": [1, 2"
    };
  }

  @ParameterizedTest
  @MethodSource("texts")
  void read_ofTooMuch_isRefusedInOneSentence(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("deep.json"), text);

    assertThatThrownBy(() -> Json.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected JSON in " + file + ", found")
        .message()
        .hasSizeLessThan(600);
  }

  @Test
  void key_ofAPathThatSaysHereAThousandTimes_isItsName() {
    assertThat(NamedAudio.key(folder, "./".repeat(1_500) + "../a/b.wav")).isEqualTo("a/b");
  }
}
