package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.corpus.Corpus;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.extraction.ArrayFile;
import org.emoglot.extraction.TableFile;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against transformers' hidden states, see {@code reference/wav2vec2_goldens.py}. */
class ExtractCommandTest {

  private static final double TOLERANCE = 1e-4;

  @TempDir private Path folder;
  private Path clips = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void writeClips() throws IOException {
    clips = folder.resolve("clips");
    out = folder.resolve("out");
    GoldenClips.write(0, clips.resolve("c.wav")); // their names are not in the order of length
    GoldenClips.write(1, clips.resolve("sub/b.wav"));
    GoldenClips.write(2, clips.resolve("a.wav"));
  }

  /** Which golden clip has a name. */
  private static int golden(String id) {
    return List.of("c", "sub/b", "a").indexOf(id);
  }

  @Test
  void extract_byDefault_isATableOfUtterances() throws IOException {
    Captured run = extract(clips.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("3 clips, 0.0 minutes,")
        .endsWith(
            "embeddings of 48 values from layer last of wav2vec2-base-tiny, fp32.\n"
                + "Wrote embeddings.parquet, report.json to %s.\n".formatted(out));
    assertThat(names(out)).containsExactly("embeddings.parquet", "report.json");
    TableFile table = TableFile.read(out.resolve("embeddings.parquet"));
    assertThat(table.rows())
        .extracting(row -> TableFile.text(row, "id"))
        .containsExactly("a", "c", "sub/b");
    for (Group row : table.rows()) {
      int clip = golden(TableFile.text(row, "id"));
      assertClose(TableFile.embedding(row), GoldenClips.mean(clip, GoldenClips.LAYERS));
      assertThat(row.getInteger("frames", 0))
          .isEqualTo(GoldenClips.hidden(clip, 0).length / GoldenClips.WIDTH);
      assertThat(row.getDouble("seconds", 0)).isBetween(0.19, 0.45);
      assertThat(TableFile.text(row, "path")).startsWith(clips.toString()).endsWith(".wav");
      assertThat(TableFile.text(row, "label")).isEmpty();
    }
    assertThat(table.metadata().get("emoglot")).contains("\"layer\":\"last\"");
  }

  @Test
  void extract_layersSideBySideWithDeviations_areTheirMeansThenTheirDeviations()
      throws IOException {
    Captured run =
        extract(
            "--format",
            "npy",
            "--layer",
            "1..2",
            "--pooling",
            "mean-std",
            clips.resolve("a.wav").toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    ArrayFile array = ArrayFile.read(out.resolve("embeddings.npy"));
    int width = GoldenClips.WIDTH;
    assertThat(array.width()).isEqualTo(4 * width);
    for (int state = 0; state < 2; state++) {
      float[] mean = GoldenClips.mean(2, state + 1);
      float[] frames = GoldenClips.hidden(2, state + 1);
      float[] deviation = new float[width];
      for (int d = 0; d < width; d++) {
        double squares = 0;
        for (int i = d; i < frames.length; i += width) {
          squares += Math.pow(frames[i] - mean[d], 2);
        }
        deviation[d] = (float) Math.sqrt(squares * width / frames.length);
      }
      assertClose(part(array.values(), state, width), mean);
      assertClose(part(array.values(), 2 + state, width), deviation);
    }
    assertThat(Files.readString(out.resolve("report.json"))).contains("\"mean-std\"");
  }

  private static float[] part(float[] values, int number, int width) {
    return Arrays.copyOfRange(values, number * width, (number + 1) * width);
  }

  @Test
  void extract_whatItsEncoderCannot_isRefused() {
    for (List<String> options :
        List.of(
            List.of("--hearing", "padded"),
            List.of("--pooling", "attentive"),
            List.of("--pooling", "median"),
            List.of("--level", "frame", "--pooling", "mean-std"),
            List.of("--layer", "2..1"))) {
      List<String> arguments = new ArrayList<>(options);
      arguments.add(clips.toString());
      Captured run = extract(arguments.toArray(String[]::new));
      assertThat(run.exitCode()).as(options.toString()).isEqualTo(2);
      assertThat(run.err()).startsWith("Expected ").doesNotContain("Exception");
    }
  }

  @Test
  void extract_utterancesAsNpy_isOneArrayAndItsIndex() throws IOException {
    Captured run = extract("--format", "npy", "--layer", "1", clips.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(names(out)).containsExactly("embeddings.npy", "index.csv", "report.json");
    List<String> index = Files.readAllLines(out.resolve("index.csv"));
    assertThat(index.get(0))
        .isEqualTo("row,id,path,corpus,language,speaker,label,split,seconds,frames");
    assertThat(index.get(2)).startsWith("1,c," + clips.resolve("c.wav") + ",,,,,,0.2048125,9");
    ArrayFile array = ArrayFile.read(out.resolve("embeddings.npy"));
    assertThat(List.of(array.rows(), array.width())).containsExactly(3, 48);
    for (int row = 0; row < 3; row++) {
      String id = index.get(row + 1).split(",", -1)[1];
      assertClose(
          Arrays.copyOfRange(array.values(), row * 48, (row + 1) * 48),
          GoldenClips.mean(golden(id), 1));
    }
  }

  @Test
  void extract_frames_areOneArrayAClip() throws IOException {
    Captured run = extract("--level", "frame", "--layer", "2", clips.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(names(out))
        .containsExactly("a.npy", "c.npy", "index.csv", "report.json", "sub/b.npy");
    for (String id : List.of("a", "c", "sub/b")) {
      ArrayFile array = ArrayFile.read(out.resolve(id + ".npy"));
      assertThat(array.width()).isEqualTo(48);
      assertThat(array.rows() * 48).isEqualTo(array.values().length);
      assertClose(array.values(), GoldenClips.hidden(golden(id), 2));
    }
    assertThat(Files.readAllLines(out.resolve("index.csv")).get(3)).startsWith("sub/b.npy,sub/b,");
  }

  @Test
  void extract_framesAsParquet_isOneRowAFrame() throws IOException {
    Captured run =
        extract("--level", "frame", "--format", "parquet", "--layer", "0", clips.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(names(out)).containsExactly("embeddings.parquet", "report.json");
    List<Group> rows = TableFile.read(out.resolve("embeddings.parquet")).rows();
    int next = 0;
    for (String id : List.of("a", "c", "sub/b")) {
      float[] hidden = GoldenClips.hidden(golden(id), 0);
      float[] found = new float[hidden.length];
      for (int frame = 0; frame < hidden.length / 48; frame++) {
        Group row = rows.get(next++);
        assertThat(TableFile.text(row, "id")).isEqualTo(id);
        assertThat(row.getInteger("frame", 0)).isEqualTo(frame);
        System.arraycopy(TableFile.embedding(row), 0, found, frame * 48, 48);
      }
      assertClose(found, hidden);
    }
    assertThat(rows).hasSize(next);
  }

  @Test
  void extract_mixOfAPlainEncoder_isTheMeanOfAllHiddenStates() throws IOException {
    extract("--layer", "mix", clips.resolve("a.wav").toString());

    float[] expected = new float[48];
    for (int layer = 0; layer <= GoldenClips.LAYERS; layer++) {
      for (int d = 0; d < 48; d++) {
        expected[d] += GoldenClips.mean(2, layer)[d] / (GoldenClips.LAYERS + 1);
      }
    }
    assertClose(
        TableFile.embedding(TableFile.read(out.resolve("embeddings.parquet")).rows().get(0)),
        expected);
  }

  @Test
  void extract_manifest_keepsIdsAndTags() throws IOException {
    List<Utterance> utterances = TinyRun.utterances(Corpus.of("synthetic-de")).subList(0, 4);
    Path manifest = folder.resolve("de.csv");
    new Manifest(utterances).write(manifest);

    Captured run = extract(manifest.toString(), "--json", "--quiet");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    JsonNode report = Json.mapper().readTree(run.out());
    assertThat(report).isEqualTo(Json.read(out.resolve("report.json")));
    assertThat(report.at("/counts/embedded").asInt()).isEqualTo(4);
    assertThat(report.at("/settings/backbone/sha256").asText()).hasSize(64);
    List<Group> rows = TableFile.read(out.resolve("embeddings.parquet")).rows();
    List<Utterance> sorted = new Manifest(utterances).utterances();
    for (int i = 0; i < rows.size(); i++) {
      Utterance utterance = sorted.get(i);
      Group row = rows.get(i);
      assertThat(TableFile.text(row, "id")).isEqualTo(utterance.id());
      assertThat(TableFile.text(row, "corpus")).isEqualTo("synthetic-de");
      assertThat(TableFile.text(row, "language")).isEqualTo("de");
      assertThat(TableFile.text(row, "speaker")).isEqualTo(utterance.speaker());
      assertThat(TableFile.text(row, "label")).isEqualTo(utterance.label());
      assertThat(TableFile.text(row, "split")).isEqualTo(utterance.split().id());
      assertThat(TableFile.text(row, "path")).isEqualTo(utterance.path().toString());
    }
  }

  @Test
  void extract_badFiles_areSkippedAndSaid() throws IOException {
    Path damaged = Files.writeString(clips.resolve("damaged.wav"), "no WAV");
    Path brief = GoldenClips.write(new float[100], clips.resolve("brief.wav"));
    Path absent = folder.resolve("absent.wav");
    Path empty = Files.createDirectory(folder.resolve("empty"));

    Captured run = extract("--json", absent.toString(), clips.toString(), empty.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    JsonNode report = Json.mapper().readTree(run.out());
    assertThat(report.at("/counts/embedded").asInt()).isEqualTo(3);
    List<String> skipped = new ArrayList<>();
    report
        .path("skipped")
        .forEach(s -> skipped.add(s.at("/path").asText() + " " + s.at("/reason").asText()));
    assertThat(skipped)
        .containsExactly(
            empty + " no-audio",
            absent + " undecodable",
            brief + " too-short",
            damaged + " undecodable");
    assertThat(run.err())
        .contains(
            "Expected an audio file at " + absent,
            "Expected at least 400 samples at 16000 Hz, enough for one frame, in " + brief,
            "4 of 7 were skipped.");
    assertThat(TableFile.read(out.resolve("embeddings.parquet")).rows()).hasSize(3);
  }

  @Test
  void extract_manifestClipThatHasChanged_isSkippedAndTheOthersAreNot() throws IOException {
    List<Utterance> utterances = new ArrayList<>();
    for (Utterance utterance : TinyRun.utterances(Corpus.of("synthetic-de")).subList(0, 3)) {
      float[] samples = new AudioReader(AudioOptions.defaults()).read(utterance.path()).samples();
      utterances.add(
          new Utterance(
              utterance.id(),
              utterance.corpus(),
              utterance.language(),
              utterance.speaker(),
              utterance.label(),
              utterance.split(),
              utterance.path(),
              utterance.seconds(),
              utterance.gender(),
              Sha256.of(utterances.size() == 1 ? new float[7] : samples)));
    }
    Path manifest = folder.resolve("de.csv");
    new Manifest(utterances).write(manifest);

    Captured run = extract(manifest.toString(), "--json");

    assertThat(run.exitCode()).isEqualTo(2);
    JsonNode report = Json.mapper().readTree(run.out());
    assertThat(report.at("/counts/embedded").asInt()).isEqualTo(2);
    assertThat(report.path("skipped")).hasSize(1);
    assertThat(report.at("/skipped/0/reason").asText()).isEqualTo("changed");
    assertThat(run.err()).contains("(audio_sha256", utterances.get(1).id());
    assertThat(TableFile.read(out.resolve("embeddings.parquet")).rows()).hasSize(2);
  }

  @Test
  void extract_nothingUsable_writesOnlyTheReport() {
    Captured run = extract(folder.resolve("absent.wav").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(names(out)).containsExactly("report.json");
  }

  @Test
  void extract_sameNames_doNotOverwriteEachOther() throws IOException {
    Path other = GoldenClips.write(0, folder.resolve("other/a.wav"));
    Path a = clips.resolve("a.wav");

    Captured run = extract("--level", "frame", a.toString(), other.toString(), a.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(names(out)).containsExactly("a.npy", "a~2.npy", "index.csv", "report.json");
    assertClose(ArrayFile.read(out.resolve("a.npy")).values(), GoldenClips.hidden(2, 3));
    assertClose(ArrayFile.read(out.resolve("a~2.npy")).values(), GoldenClips.hidden(0, 3));
  }

  @Test
  void extract_again_isNotRepeated() throws IOException {
    Captured first = extract("--json", clips.toString());
    byte[] table = Files.readAllBytes(out.resolve("embeddings.parquet"));
    Files.delete(out.resolve("embeddings.parquet"));

    Captured again = extract("--json", clips.toString());

    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(again.err()).contains("already done");
    assertThat(names(out)).containsExactly("report.json");
    Files.delete(out.resolve("report.json"));
    extract(clips.toString());
    assertThat(Files.readAllBytes(out.resolve("embeddings.parquet"))).isEqualTo(table);
  }

  @Test
  void extract_intoAnothersFolder_isRefused() throws IOException {
    extract(clips.toString());
    byte[] before = Files.readAllBytes(out.resolve("embeddings.parquet"));

    Captured layer = extract("--layer", "1", clips.toString());
    Captured level = extract("--level", "frame", clips.toString());
    Captured fewer = extract(clips.resolve("a.wav").toString());
    Path model = trained();
    Captured backbone = extractWith(model, clips.toString());

    assertThat(List.of(layer, level, fewer, backbone))
        .allSatisfy(
            run -> {
              assertThat(run.exitCode()).isEqualTo(2);
              assertThat(run.out()).isEmpty();
              assertThat(run.err()).startsWith("Expected " + out + " to be empty or to hold this");
            });
    assertThat(layer.err()).contains("found one of layer last: choose another --out");
    assertThat(level.err()).contains("found one of level utterance, format parquet:");
    assertThat(fewer.err()).contains("found one of other clips, or clips that have changed:");
    assertThat(backbone.err()).contains("found one of backbone wav2vec2-base-tiny (");
    assertThat(Files.readAllBytes(out.resolve("embeddings.parquet"))).isEqualTo(before);
  }

  @Test
  void extract_framesOfUtteranceStatistics_exitsWith2() {
    Path manifests = TinyRun.manifests(folder.resolve("manifests"), "de", "en", "es", "fr");
    Path run = folder.resolve("run");
    Captured trained = TinyRun.train(manifests, run, "--backbone", "statistics");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    String model = run.resolve("model").toString();

    Captured frames =
        Captured.run(
            "extract",
            "--backbone",
            model,
            "--level",
            "frame",
            "-o",
            out.toString(),
            clips.toString());
    Captured utterances =
        Captured.run("extract", "--backbone", model, "--output", out.toString(), clips.toString());

    assertThat(frames.exitCode()).isEqualTo(2);
    assertThat(frames.err())
        .startsWith("Expected an encoder with frames for the level frame, found model, which")
        .hasLineCount(1);
    assertThat(utterances.exitCode()).as(utterances.err()).isZero();
    assertThat(utterances.out()).startsWith("3 clips, 0.0 minutes, 3 frames:");
  }

  @Test
  void extract_withATrainedModel_usesItsEncoder() throws IOException {
    Captured run = extractWith(trained(), "--layer", "mix", clips.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    List<Group> rows = TableFile.read(out.resolve("embeddings.parquet")).rows();
    assertThat(rows).hasSize(3).allSatisfy(r -> assertThat(TableFile.embedding(r)).hasSize(16));
  }

  @Test
  void extract_badInput_exitsWith2AndWritesNothing() {
    String clip = clips.resolve("a.wav").toString();

    assertThat(extract("--layer", "4", clip).err())
        .isEqualToNormalizingNewlines("Expected a layer last, mix or from 0 to 3, found 4.\n");
    assertThat(extract("--level", "word", clip).err()).contains("utterance or frame");
    assertThat(extract("--format", "csv", clip).err()).contains("parquet or npy, found 'csv'");
    assertThat(extractWith(Path.of("mini"), clip).err()).contains("found mini, which is untrained");
    Captured noBackbone = extractWith(folder.resolve("none"), clip);
    assertThat(noBackbone.exitCode()).isEqualTo(2);
    Captured noManifest = extract(folder.resolve("none.csv").toString());
    assertThat(noManifest.exitCode()).isEqualTo(2);
    assertThat(noManifest.err()).contains("Expected a manifest at").hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  /** A model of a few thousand numbers, trained for four steps; its width is 16. */
  private Path trained() {
    Path manifests = TinyRun.manifests(folder.resolve("manifests"), "de", "en", "es", "fr");
    Path run = folder.resolve("run");
    assertThat(TinyRun.train(manifests, run, "--set", "adaptation.layer=mix").exitCode()).isZero();
    return run.resolve("model");
  }

  private Captured extract(String... options) {
    return extractWith(GoldenClips.BACKBONE, options);
  }

  private Captured extractWith(Path backbone, String... options) {
    List<String> args = new ArrayList<>(List.of("extract", "--backbone", backbone.toString()));
    args.addAll(List.of("--out", out.toString()));
    args.addAll(List.of(options));
    return Captured.run(args.toArray(String[]::new));
  }

  /** Everything below a folder but folders, with slashes, sorted. */
  static List<String> names(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double scale = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    assertThat(worst / scale).as("relative difference").isCloseTo(0, offset(TOLERANCE));
  }
}
