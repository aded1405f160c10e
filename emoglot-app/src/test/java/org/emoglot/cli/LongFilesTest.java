package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.extraction.ArrayFile;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of many hours between short ones, in a heap that holds ten minutes of audio. */
@Tag("slow")
class LongFilesTest {

  private static final Path CLIP = TinyRun.SPEECH.resolve("de/f1/sad_01.flac");
  private static final Path OTHER = TinyRun.SPEECH.resolve("de/f1/happy_01.flac");
  private static final int RATE = 16_000;
  private static final int HOURS = 12;

  /** Words stand here, and a minute before the end; all else is silence that takes no disk. */
  private static final int WORDS_SECOND = 3 * 3600;

  @TempDir static Path folder;
  private static Path day = Path.of("");
  private static Path hour = Path.of("");

  @BeforeAll
  static void record() throws IOException {
    day = record("day.wav", HOURS, WORDS_SECOND);
    hour = record("hour.wav", 1, 1800);
  }

  private static Path record(String name, int hours, int wordsSecond) throws IOException {
    Path recording = folder.resolve(name);
    float[] clip = new AudioReader(AudioOptions.defaults()).read(CLIP).samples();
    long samples = 3600L * hours * RATE;
    try (RandomAccessFile file = new RandomAccessFile(recording.toFile(), "rw")) {
      ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
      header.put(ascii("RIFF")).putInt((int) (36 + 2 * samples)).put(ascii("WAVEfmt "));
      header.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
      header.putShort((short) 2).putShort((short) 16).put(ascii("data"));
      file.write(header.putInt((int) (2 * samples)).array());
      file.setLength(44 + 2 * samples);
      for (long at : new long[] {(long) wordsSecond * RATE, samples - 60L * RATE}) {
        ByteBuffer words = ByteBuffer.allocate(2 * clip.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : clip) {
          words.putShort((short) Math.round(32_767 * sample));
        }
        file.seek(44 + 2 * at);
        file.write(words.array());
      }
    }
    return recording;
  }

  @Test
  void predict_longFileBetweenShortOnes_answersAll() throws Exception {
    List<JsonNode> answers = answers(0, CLIP.toString(), day.toString(), OTHER.toString());
    assertThat(answers).hasSize(3);
    JsonNode segments = answers.get(1).path("segments");
    assertThat(segments).hasSize(2);
    assertThat(segments.at("/0/start").asDouble())
        .isBetween(WORDS_SECOND - 1.0, WORDS_SECOND + 1.0);
    assertThat(segments.at("/1/start").asDouble()).isGreaterThan(3600.0 * HOURS - 61);
    assertThat(segments.at("/0/scores/0/score").asDouble())
        .isCloseTo(segments.at("/1/scores/0/score").asDouble(), within(1e-3));
    assertThat(answers.get(0).path("label").isTextual()).isTrue();
    assertThat(answers.get(2).path("label").isTextual()).isTrue();
  }

  @Test
  void predict_longFileThatIsAskedForAsAWhole_isAnsweredWithTheOthers() throws Exception {
    List<JsonNode> answers =
        answers(0, "--segments", "off", CLIP.toString(), hour.toString(), OTHER.toString());
    assertThat(answers).hasSize(3).allMatch(answer -> answer.path("speech").asBoolean());
    assertThat(answers.get(1).has("segments")).isFalse();
  }

  @Test
  void extract_longFileBetweenShortOnes_embedsAll() throws Exception {
    for (String level : List.of("utterance", "frame")) {
      Path embeddings = folder.resolve(level);
      run(
          0,
          "extract",
          "--quiet",
          "--backbone",
          GoldenClips.BACKBONE.toString(),
          "--level",
          level,
          "--format",
          "npy",
          "--out",
          embeddings.toString(),
          CLIP.toString(),
          hour.toString(),
          OTHER.toString());
      JsonNode counts = Json.read(embeddings.resolve("report.json")).path("counts");
      assertThat(counts.path("embedded").asInt()).isEqualTo(3);
      assertThat(counts.path("seconds").asDouble()).isBetween(3600.0, 3610.0);
      assertThat(counts.path("frames").asInt()).isBetween(50 * 3580, 50 * 3610);
    }
    assertThat(ArrayFile.read(folder.resolve("frame/hour.npy")).rows())
        .isBetween(50 * 3580, 50 * 3600);
  }

  private static List<JsonNode> answers(int exitCode, String... asked) throws Exception {
    List<String> predict = new ArrayList<>(List.of("predict", "--quiet", "--format", "jsonl"));
    predict.addAll(List.of(asked));
    List<JsonNode> answers = new ArrayList<>();
    for (String line : run(exitCode, predict.toArray(String[]::new))) {
      answers.add(Json.mapper().readTree(line));
    }
    return answers;
  }

  /** The lines that it prints. */
  private static List<String> run(int exitCode, String... asked) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx80m",
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Demoglot.home=" + System.getProperty("emoglot.home"),
                "-cp",
                System.getProperty("java.class.path"),
                "org.emoglot.cli.Main"));
    command.addAll(List.of(asked));
    Path out = folder.resolve("out");
    Process child =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(child.waitFor()).as(Files.readString(folder.resolve("err"))).isEqualTo(exitCode);
    return Files.readAllLines(out);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
