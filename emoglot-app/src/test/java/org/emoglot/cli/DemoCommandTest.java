package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

  @TempDir Path folder;

  @Test
  void demo_onALanguageThatItDoesNotHave_exitsWith2() {
    Captured run = Captured.run("demo", "--target", "zh", "--out", folder.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "Expected a language of the demo corpus (de, en, es, fr, it), found 'zh'.\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Tag("slow") // minutes
  @Test
  void demo_endToEnd_learnsAndShowsItsResultAgain() throws IOException {
    Captured first = Captured.run("demo", "--json", "--out", folder.toString());

    assertThat(first.exitCode()).as(first.err()).isZero();
    JsonNode result = Json.mapper().readTree(first.out());
    assertThat(result.path("synthetic").asBoolean()).isTrue();
    assertThat(result.path("runs").findValuesAsText("system"))
        .containsExactly("baseline2", "proposed");
    for (JsonNode run : result.path("runs")) {
      assertThat(run.at("/results/all/uarLow").asDouble())
          .as("lower end of the UAR of %s; chance is 0.25", run.path("system").asText())
          .isGreaterThan(0.3);
      assertThat(run.at("/audit/clean").asBoolean()).isTrue();
    }
    assertThat(result.path("examples").findValuesAsText("truth")).containsExactly("angry", "sad");

    Captured second = Captured.run("demo", "--out", folder.toString());

    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).contains("This run is already done").doesNotContain("steps");
    assertThat(second.out()).contains("SYNTHETIC", "baseline2", "proposed", "emoglot prepare");
  }
}
