package org.emoglot.export;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emoglot.checkpoint.Storage;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Sha256;

/**
 * Makes the folder of a jar of a saved model, from which {@code EmotionClassifier.bundled()}
 * answers: the exported model, the files that lie beside the weights, and {@code SHA256SUMS}, which
 * lists them. Run while the module emoglot-mini is built.
 */
public final class PackageModel {

  private static final String MODEL = "model.onnx";
  private static final String SUMS = "SHA256SUMS";
  private static final String WEIGHTS = ".safetensors";

  private PackageModel() {}

  /**
   * Writes such a folder, unless it is newer than the model and this program.
   *
   * @param args the folder of the saved model, and the folder to write
   */
  public static void main(String[] args) throws IOException {
    Path model = Path.of(args[0]);
    Path folder = Path.of(args[1]);
    List<Path> made = new ArrayList<>(List.of(model));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      made.add(Path.of(entry));
    }
    if (!isNewer(folder.resolve(SUMS), made)) {
      write(model, folder);
    }
  }

  /** Whether a file is there, and newer than all files of some folders. */
  static boolean isNewer(Path file, List<Path> folders) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    FileTime written = Files.getLastModifiedTime(file);
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path one : (Iterable<Path>) files::iterator) {
          if (Files.getLastModifiedTime(one).compareTo(written) >= 0) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Writes such a folder, over one that is there. */
  static void write(Path model, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Path old : files(folder)) {
      Files.delete(old);
    }
    OnnxExport.write(model, ScorerOptions.DEFAULT, Storage.INT8, folder.resolve(MODEL));
    for (Path file : files(model)) {
      if (!file.toString().endsWith(WEIGHTS)) {
        Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
      }
    }
    AtomicFiles.writeString(
        folder.resolve(SUMS),
        files(folder).stream()
            .filter(file -> !file.endsWith(SUMS))
            .map(file -> Sha256.of(file) + "  " + file.getFileName() + "\n")
            .collect(Collectors.joining()));
  }

  /** Directly in a folder, sorted by name. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
