package org.emoglot.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.ClipAudio;
import org.emoglot.classifier.AnswerJson;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Timeline;
import org.emoglot.io.Json;

/** The synthetic clips of the demonstration, and what the library answers to clips. */
final class DemoClips {

  private DemoClips() {}

  /** The first so many, by name. */
  static List<String> some(int number) {
    Path folder = Path.of(System.getProperty("emoglot.home"), "demo", "speech");
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".flac"))
          .sorted()
          .limit(number)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines that {@code emoglot predict --format jsonl} prints, by path. */
  static Map<String, String> answers(List<String> paths) {
    Map<String, String> lines = new HashMap<>();
    try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
      ClipStream.timelines(
          classifier,
          new AudioReader(AudioOptions.defaults()),
          paths.stream().map(path -> ClipAudio.whole(Path.of(path))).toList(),
          new ClipStream.Listener<Timeline>() {
            @Override
            public void predicted(Path file, Timeline answer) {
              lines.put(file.toString(), Json.writeLine(AnswerJson.of(file.toString(), answer)));
            }

            @Override
            public void failed(Path file, InvalidInputException why) {
              throw why;
            }
          });
    }
    return lines;
  }

  /** The same of rows with a path and an answer, each once. */
  static Map<String, String> lines(List<Row> rows) {
    Map<String, String> lines = new HashMap<>();
    for (Row row : rows) {
      String path = row.getString(0);
      String twice = lines.put(path, Json.writeLine(AnswerRows.json(path, row.getStruct(1))));
      if (twice != null) {
        throw new AssertionError(path + " twice");
      }
    }
    return lines;
  }

  /** Copies of clips under many names. */
  static List<String> copies(Path folder, int number) throws IOException {
    List<String> clips = some(60);
    List<String> links = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Path link = folder.resolve("%06d.flac".formatted(i));
      Files.createSymbolicLink(link, Path.of(clips.get(i % clips.size())));
      links.add(link.toString());
    }
    return links;
  }
}
