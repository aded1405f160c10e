package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.AudioFormat;
import org.emoglot.classifier.AnswerSets;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where predict takes its files from, and in which forms it answers, with the model in the box. */
class PredictFormatsTest {

  private static final Path CLIP = TinyRun.SPEECH.resolve("de/f1/sad_01.flac");
  private static final List<String> EMOTIONS = List.of("neutral", "happy", "angry", "sad");

  @TempDir Path folder;
  private Path clips = Path.of("");

  @BeforeEach
  void copyClips() throws IOException {
    clips = Files.createDirectory(folder.resolve("clips"));
    for (String name : List.of("angry_01", "happy_01", "sad_01")) {
      Files.copy(TinyRun.SPEECH.resolve("de/f1/" + name + ".flac"), clips.resolve(name + ".flac"));
    }
  }

  @Test
  void predict_asCsv_isARowAFileWithTheProbabilityOfEveryEmotion() throws IOException {
    Captured csv = Captured.run("predict", "--format", "csv", "-q", clips.toString());
    Captured json = Captured.run("predict", "--json", clips.toString());

    assertThat(csv.exitCode()).as(csv.err()).isZero();
    assertThat(csv.out())
        .startsWith("path,start,end,label,uncertain,neutral,happy,angry,sad,answers\n")
        .hasLineCount(4);
    List<NamedCsvRecord> rows = rows(csv.out());
    JsonNode answers = Json.mapper().readTree(json.out()).path("predictions");
    assertThat(rows).hasSameSizeAs(answers);
    for (int i = 0; i < rows.size(); i++) {
      NamedCsvRecord row = rows.get(i);
      JsonNode answer = answers.get(i);
      assertThat(row.getField("path")).isEqualTo(answer.path("path").asText());
      assertThat(row.getField("label")).isEqualTo(answer.path("label").asText());
      assertThat(row.getField("uncertain")).isEqualTo(answer.path("uncertain").asText());
      assertThat(row.getField("start") + row.getField("end")).isEmpty();
      List<String> set = new ArrayList<>();
      answer.path("answers").forEach(label -> set.add(label.asText()));
      assertThat(row.getField("answers")).isEqualTo(String.join("|", set));
      double sum = 0;
      for (String emotion : EMOTIONS) {
        sum += Double.parseDouble(row.getField(emotion));
      }
      assertThat(sum).isBetween(0.99999, 1.00001);
      assertThat(Double.parseDouble(row.getField(answer.path("label").asText())))
          .isBetween(
              answer.at("/scores/0/score").asDouble() - 1e-4,
              answer.at("/scores/0/score").asDouble() + 1e-4);
    }
  }

  @Test
  void predict_severalFiles_countsHowOftenEachEmotionWasHeard() throws IOException {
    Captured table = Captured.run("predict", clips.toString());
    Captured lines = Captured.run("predict", "--format", "jsonl", clips.toString());
    JsonNode json =
        Json.mapper().readTree(Captured.run("predict", "--json", clips.toString()).out());

    assertThat(table.out()).contains("\n3 files:\n\nemotion  files  ");
    assertThat(lines.out()).hasLineCount(3);
    assertThat(lines.err()).contains("3 files: neutral ", "answers are uncertain.");
    assertThat(json.at("/summary/files").asInt()).isEqualTo(3);
    List<String> labels = json.path("predictions").findValuesAsText("label");
    int counted = 0;
    for (JsonNode row : json.at("/summary/emotions")) {
      String label = row.path("label").asText();
      int answers = 0;
      for (JsonNode answer : json.path("predictions")) {
        answers += answer.path("label").asText().equals(label) ? 1 : 0;
      }
      assertThat(row.path("files").asInt()).as(label).isEqualTo(answers);
      counted += answers;
    }
    assertThat(counted).isEqualTo(3);
    assertThat(labels).hasSizeGreaterThan(3);
    assertThat(Captured.run("predict", CLIP.toString()).out()).doesNotContain("files:");
  }

  @Test
  void predict_withOut_writesWhatItsEndingSays() throws IOException {
    Path csv = folder.resolve("emotions.csv");
    Path lines = folder.resolve("deep/emotions.jsonl");

    Captured first = Captured.run("predict", clips.toString(), "-o", csv.toString());
    Captured second =
        Captured.run("predict", clips.toString(), "--output", lines.toString(), "--json");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).contains("3 files:").endsWith("Wrote 3 answers to " + csv + ".\n");
    assertThat(Files.readString(csv))
        .isEqualTo(Captured.run("predict", "-q", "--format", "csv", clips.toString()).out());
    assertThat(Files.readAllLines(lines))
        .hasSize(3)
        .allSatisfy(line -> assertThat(Json.mapper().readTree(line).path("scores")).hasSize(4));
    assertThat(Json.mapper().readTree(second.out()).path("out").asText())
        .isEqualTo(lines.toString());
  }

  @Test
  void predict_audioFromStandardInput_isCalledADash() throws IOException {
    Captured piped = reading(Files.readAllBytes(CLIP), "predict", "--json", "-");
    Captured named = Captured.run("predict", "--json", CLIP.toString());

    assertThat(piped.exitCode()).as(piped.err()).isZero();
    JsonNode answer = Json.mapper().readTree(piped.out()).at("/predictions/0");
    assertThat(answer.path("path").asText()).isEqualTo("-");
    assertThat(answer.path("scores"))
        .isEqualTo(Json.mapper().readTree(named.out()).at("/predictions/0/scores"));
    assertThat(temporary()).as("what is left of it").isEmpty();
  }

  @Test
  void predict_noAudioFromStandardInput_exitsWith2() throws IOException {
    for (byte[] bytes : List.of(new byte[0], "no audio".getBytes(StandardCharsets.UTF_8))) {
      Captured piped = reading(bytes, "predict", "-");

      assertThat(piped.exitCode()).isEqualTo(2);
      assertThat(piped.out()).isEmpty();
      assertThat(piped.err())
          .contains(" in standard input, found ", "1 of 1 could not be read.")
          .doesNotContain(System.getProperty("java.io.tmpdir"));
    }
  }

  @Test
  void predict_filesFromAList_areThoseOfTheList() throws IOException {
    String lines = clips.resolve("sad_01.flac") + "\r\n\n" + clips.resolve("happy_01.flac");
    Path list = Files.writeString(folder.resolve("list.txt"), lines);
    String nul = lines.replace("\r\n\n", "\0") + "\0";

    Captured fromFile = Captured.run("predict", "-q", "--format", "csv", "--files-from", list + "");
    Captured fromInput =
        reading(
            nul.getBytes(StandardCharsets.UTF_8),
            "predict",
            "-q",
            "--format",
            "csv",
            "--files-from",
            "-");

    assertThat(fromFile.exitCode()).as(fromFile.err()).isZero();
    assertThat(rows(fromFile.out()))
        .extracting(row -> Path.of(row.getField("path")).getFileName().toString())
        .containsExactly("sad_01.flac", "happy_01.flac");
    assertThat(fromInput.out()).isEqualTo(fromFile.out());
  }

  @Test
  void predict_badLists_exitWith2() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.txt"), "\n \n");

    Captured absent = Captured.run("predict", "--files-from", folder.resolve("absent").toString());
    Captured nothing = Captured.run("predict", "--files-from", empty.toString());
    Captured both = reading(new byte[0], "predict", "--files-from", "-", "-");

    assertThat(List.of(absent.exitCode(), nothing.exitCode(), both.exitCode()))
        .containsExactly(2, 2, 2);
    assertThat(absent.err()).startsWith("Expected a list of files at " + folder).hasLineCount(1);
    assertThat(nothing.err()).contains("in the list " + empty + ", found none").hasLineCount(1);
    assertThat(both.err()).startsWith("Expected standard input only once").hasLineCount(1);
  }

  @Test
  void predict_fileWhoseNameSteersATerminal_writesItOut() throws IOException {
    Path red = clips.resolve("\u001b[31mred\u009b\u202e\n.flac");
    Files.copy(CLIP, red);
    Path damaged = Files.writeString(clips.resolve("\u001b]0;title\u0007.wav"), "no WAV");

    Captured table = Captured.run("predict", clips.toString());
    Captured lines = Captured.run("predict", "--format", "jsonl", red.toString());

    assertThat(table.exitCode()).isEqualTo(2);
    assertThat(table.out()).contains("\\u001b[31mred\\u009b\\u202e\\u000a.flac");
    assertThat(table.err()).contains("\\u001b]0;title\\u0007.wav");
    assertThat(table.out() + table.err() + lines.out())
        .doesNotContain("\u001b", "\u009b", "\u202e", "\u0007");
    assertThat(Json.mapper().readTree(lines.out()).path("path").asText()).isEqualTo(red.toString());
    assertThat(damaged).exists();
  }

  @Test
  void csv_ofANameThatASpreadsheetWouldCompute_namesTheSameFile() {
    List<String> lines = new ArrayList<>();
    AnswerCsv csv = new AnswerCsv(LabelSet.FOUR, AnswerSets.NONE, lines::add);
    for (String name : List.of("=cmd|' /C calc'!A0.wav", "-1.wav", "@SUM.wav", "+1.wav", "-")) {
      csv.print(new Answer(name, ANSWER, List.of()));
    }
    assertThat(rows(String.join("", lines)))
        .extracting(row -> row.getField("path"))
        .containsExactly("./=cmd|' /C calc'!A0.wav", "./-1.wav", "./@SUM.wav", "./+1.wav", "-");
  }

  @Test
  void help_ofPredict_listsTheFormats() {
    assertThat(Captured.run("predict", "--help").out().replaceAll("\\s+", " "))
        .contains("Formats, recognised by their content: " + AudioFormat.list() + ".")
        .contains("WAV", "FLAC", "MP3", "Ogg", "M4A");
  }

  @Test
  void csv_ofAModelWithSets_hasTheAnswersInTheLastColumn() {
    List<String> lines = new ArrayList<>();
    AnswerCsv csv = new AnswerCsv(LabelSet.FOUR, new AnswerSets(0.9, 0.2), lines::add);
    csv.print(
        new Answer(
            "a.wav", new Prediction(ANSWER.scores(), false, List.of("sad", "happy")), List.of()));
    csv.print(new Answer("b.wav", Prediction.NO_SPEECH, List.of()));
    assertThat(String.join("", lines))
        .isEqualTo(
            "path,start,end,label,uncertain,neutral,happy,angry,sad,answers\n"
                + "a.wav,,,sad,false,0.000000,0.000000,0.000000,1.000000,sad|happy\n"
                + "b.wav,,,,false,,,,,\n");
  }

  private static final Prediction ANSWER =
      new Prediction(List.of(new Prediction.Score("sad", 1)), false);

  private static List<NamedCsvRecord> rows(String csv) {
    return CsvReader.builder().ofNamedCsvRecord(csv).stream().toList();
  }

  private static List<Path> temporary() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().matches("emoglot-.*\\.audio")).toList();
    }
  }

  private static Captured reading(byte[] input, String... args) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      return Captured.run(args);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void csv_ofALabelThatASpreadsheetWouldCompute_guardsIt() {
    List<String> lines = new ArrayList<>();
    AnswerCsv csv =
        new AnswerCsv(new LabelSet(List.of("=Joy", "sad")), AnswerSets.NONE, lines::add);

    csv.print(
        new Answer(
            "a.wav",
            new Prediction(
                List.of(new Prediction.Score("=Joy", 0.75), new Prediction.Score("sad", 0.25)),
                false),
            List.of()));

    assertThat(String.join("", lines))
        .isEqualTo(
            "path,start,end,label,uncertain,'=Joy,sad\n"
                + "a.wav,,,'=Joy,false,0.750000,0.250000\n");
  }
}
