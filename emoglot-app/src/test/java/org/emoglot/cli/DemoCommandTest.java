package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.corpus.Corpus;
import org.emoglot.data.Utterance;
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

  @Test
  void bundledAnswers_toSomeClips_areThoseOfPredict() throws IOException {
    List<Utterance> clips = TinyRun.utterances(Corpus.SYNTHETIC_DE);
    List<Utterance> two = clips.subList(3, 5);

    BundledAnswers answers =
        BundledAnswers.to(clips, two, new AudioReader(AudioOptions.defaults()));

    Captured predict = Captured.run("predict", "--json", "--quiet", two.get(0).path().toString());
    JsonNode alone = Json.mapper().readTree(predict.out()).at("/predictions/0");
    assertThat(answers.model()).isEqualTo("emoglot-mini");
    assertThat(answers.result().utterances()).isEqualTo(16);
    assertThat(answers.rejection().uncertain() + answers.rejection().answered().utterances())
        .isEqualTo(16);
    assertThat(answers.examples())
        .extracting(DemoExample::truth)
        .containsExactly(two.get(0).label(), two.get(1).label());
    assertThat(answers.examples().get(0).label()).isEqualTo(alone.path("label").asText());
    assertThat(answers.examples().get(0).scores().get(0).score())
        .isCloseTo(alone.at("/scores/0/score").asDouble(), within(1e-4));
    assertThat(DemoText.of(answers)).contains("on the 16 clips", "chance is 25.0 %");
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
    assertThat(result.path("examples").findValuesAsText("truth"))
        .containsExactly("angry", "sad", "happy", "neutral");

    assertThat(result.at("/bundled/model").asText()).isEqualTo("emoglot-mini");
    assertThat(result.at("/bundled/result/utterances").asInt()).isEqualTo(120);
    assertThat(result.at("/bundled/examples").findValuesAsText("path"))
        .isEqualTo(result.path("examples").findValuesAsText("path"));

    Captured second = Captured.run("demo", "--out", folder.toString());

    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).contains("This run is already done").doesNotContain("steps");
    assertThat(second.out())
        .startsWith("SYNTHETIC")
        .contains("SYNTHETIC", "baseline2", "proposed", "emoglot-mini", "emoglot prepare")
        .containsOnlyOnce("was trained on people");
    assertThat(first.err() + second.err()).doesNotContain("was trained on people");
    String page = Files.readString(folder.resolve("demo.html"));
    assertThat(second.out()).contains("listen to: " + folder.resolve("demo.html") + "\n");
    assertThat(page)
        .contains("<svg", "should sound angry; proposed:  ", "<audio controls")
        .contains("emoglot predict recording.wav")
        .doesNotContain("src=\"http", "href=");
    for (JsonNode run : result.path("runs")) {
      String uar = "%.1f".formatted(100 * run.at("/results/all/uar").asDouble());
      assertThat(page).contains(">" + uar + "<");
      assertThat(second.out()).contains(uar + " %");
    }
  }
}
