package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathArgumentTest {

  @TempDir Path folder;

  @Test
  void list_ofCommasAndOfSeveralWords_isTheSame() {
    List<Path> three = List.of(Path.of("a"), Path.of("b/c"), Path.of("d"));

    assertThat(PathArgument.list(List.of("a,b/c,d"))).isEqualTo(three);
    assertThat(PathArgument.list(List.of("a", "b/c", "d"))).isEqualTo(three);
    assertThat(PathArgument.list(List.of("a,", "b/c", ",d,"))).isEqualTo(three);
    assertThat(PathArgument.list(List.of("a, b/c", "d"))).isEqualTo(three);
  }

  @Test
  void list_ofANameWithACommaThatIsThere_keepsIt() throws IOException {
    Path comma = Files.createDirectory(folder.resolve("seed 1, tuned,again"));
    Path plain = folder.resolve("seed 1");

    assertThat(PathArgument.list(List.of(comma.toString()))).containsExactly(comma);
    assertThat(PathArgument.list(List.of(plain + "," + comma + "," + plain)))
        .containsExactly(plain, comma, plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://a.org/b.wav", "http://a/b,c.wav", "file:///a/b.wav", "s3://bucket/b.wav"})
  void of_anAddress_isRefusedWithASentence(String address) {
    assertThatThrownBy(() -> PathArgument.of(address))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found the address " + address)
        .hasMessageContaining("download the file first");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "predict https://a.org/b.wav",
        "predict --model https://a.org/b.wav clip.wav",
        "extract --backbone m --out o https://a.org/b.wav",
        "evaluate --model m --manifest https://a.org/b.wav",
        "prepare --corpus emodb --root https://a.org/b.wav --out o",
        "report --runs https://a.org/b.wav --out o",
        "join --models a,https://a.org/b.wav --manifests m --out o",
        "train --task all-DE --system proposed --manifests https://a.org/b.wav --out o",
        "train --task all-DE --system proposed --manifests m --out https://a.org/b.wav",
        "extract --backbone https://a.org/b.wav --out o clip.wav",
        "pretrain --speech a:en=https://a.org/b.wav --out o"
      })
  void execute_withAnAddressForAFile_exitsWith2AndSaysWhatToDo(String commandLine) {
    Captured run = Captured.run(commandLine.split(" "));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("Expected ")
        .contains("found the address https://a.org/b.wav: Emoglot opens no addresses")
        .hasLineCount(1);
  }
}
