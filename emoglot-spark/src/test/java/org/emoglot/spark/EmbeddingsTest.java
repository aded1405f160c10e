package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 6, 13, 1000})
  void embeddings_inMemoryOrBeyondIt_comeInTheirOrder(int mostInMemory) {
    try (Embeddings embeddings = new Embeddings(3, mostInMemory)) {
      embeddings.add(new float[] {1, 2, 3, 4, 5, 6});
      embeddings.add(new float[] {7, 8, 9});
      embeddings.add(new float[] {10, 11, 12, 13, 14, Float.MIN_VALUE});

      assertThat(embeddings.next()).containsExactly(1, 2, 3);
      assertThat(embeddings.next()).containsExactly(4, 5, 6);
      assertThat(embeddings.next()).containsExactly(7, 8, 9);
      assertThat(embeddings.next()).containsExactly(10, 11, 12);
      assertThat(embeddings.hasNext()).isTrue();
      assertThat(embeddings.next()).containsExactly(13, 14, Float.MIN_VALUE);
      assertThat(embeddings.hasNext()).isFalse();
      assertThatThrownBy(embeddings::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void embeddings_closedEarly_areGone(int mostInMemory) {
    Embeddings embeddings = new Embeddings(1, mostInMemory);
    embeddings.add(new float[] {1, 2});

    embeddings.close();

    assertThat(embeddings.hasNext()).isFalse();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void next_lastOfTheFile_freesIt() throws IOException {
    Embeddings embeddings = new Embeddings(1, 0);
    embeddings.add(new float[] {1, 2});
    assertThat(openFiles()).isEqualTo(1);

    embeddings.next();
    embeddings.next();

    assertThat(openFiles()).isZero();
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(file -> target(file).contains("emoglot-embeddings-")).count();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
