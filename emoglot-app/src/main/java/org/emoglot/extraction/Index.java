package org.emoglot.extraction;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.io.AtomicFiles;

/**
 * index.csv: which clip an array, or a row of the one array, belongs to. One row a clip, in the
 * order of the array.
 */
final class Index {

  static final String FILE = "index.csv";

  private Index() {}

  /**
   * Writes it.
   *
   * @param arrays whether every clip has its own array, named in the column {@code file}
   */
  static void write(Path file, List<Clip> clips, List<Part> parts, boolean arrays) {
    AtomicFiles.write(
        file,
        out -> {
          Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
          csv.writeRecord(
              arrays ? "file" : "row",
              "id",
              "path",
              "corpus",
              "language",
              "speaker",
              "label",
              "split",
              "seconds",
              "frames");
          long row = 0;
          for (Part part : parts) {
            for (Part.Done done : part.done()) {
              write(csv, clips.get(done.clip()), done, arrays, row++);
            }
          }
          csv.flush();
        });
  }

  private static void write(CsvWriter csv, Clip clip, Part.Done done, boolean arrays, long row)
      throws IOException {
    csv.writeRecord(
        arrays ? clip.npy() : String.valueOf(row),
        clip.id(),
        clip.file().toString(),
        clip.tags().corpus(),
        clip.tags().language(),
        clip.tags().speaker(),
        clip.tags().label(),
        clip.tags().split(),
        Double.toString(done.seconds()),
        String.valueOf(done.frames()));
  }
}
