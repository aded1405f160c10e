package org.emoglot.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedGridFilesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "..", "../elsewhere", "", "/etc"})
  void folder_ofARunThatIsNoFolderBelow_isRefused(String run) {
    assertThatThrownBy(() -> GridRecord.folder(folder, run))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected the name of a folder below")
        .hasMessageContaining("remove it");
  }

  @Test
  void folder_ofARun_liesBelowTheGrid() {
    assertThat(GridRecord.folder(folder, "EN-DE-proposed-0"))
        .isEqualTo(folder.resolve("runs/EN-DE-proposed-0"));
  }

  @Test
  void preset_ofAnotherEncoding_isRefusedWithAdvice() throws IOException {
    Path preset = folder.resolve("latin.yaml");
    Files.write(preset, "# Übersicht\nsettings: [EN-DE]\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Preset.of(preset.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Expected a preset in UTF-8 at "
                + preset
                + ", found bytes of another encoding: save it as UTF-8.");
  }

  @Test
  void space_nestedAThousandDeep_isRefusedInOneSentence() throws IOException {
    Path space = folder.resolve("space.yaml");
    Files.writeString(space, "loss.tau: " + "[".repeat(3_000) + "]".repeat(3_000) + "\n");

    assertThatThrownBy(() -> Space.read(space))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected YAML in " + space)
        .message()
        .hasSizeLessThan(500)
        .doesNotContain("\n");
  }
}
