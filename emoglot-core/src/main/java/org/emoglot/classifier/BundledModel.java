package org.emoglot.classifier;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;

/** Where the model is that comes with Emoglot. */
public final class BundledModel {

  /** Below the folder of Emoglot. */
  private static final Path PLACE = Path.of("models", "emoglot-mini");

  private static final String HOME = "emoglot.home";

  private BundledModel() {}

  /**
   * The folder of the model: as it was trained, where that is (below the folder that the system
   * property emoglot.home names, which the launcher sets; where it is not set, below one of the
   * folders that this program's jar lies in), else that of the jar emoglot-mini on the class path.
   * {@link EmotionClassifier#load} answers with the exported form of the jar in either case.
   *
   * @throws InvalidInputException if it is in neither
   */
  public static Path folder() {
    return find()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected the bundled model in %s, found no folder there: add the jar org.emoglot:emoglot-mini to the class path, or name another model with --model, or the folder of Emoglot with -D%s=<folder>."
                        .formatted(Path.of(home()).resolve(PLACE), HOME)));
  }

  /** The same; empty if it is in neither. */
  static Optional<Path> find() {
    return sourceFolder().or(PackagedModel::folder);
  }

  /** The folder of its exported form alone, where the jar emoglot-mini is on the class path. */
  public static Optional<Path> exported() {
    return PackagedModel.folder();
  }

  private static Optional<Path> sourceFolder() {
    return (home().isEmpty() ? foldersAround(program()) : Stream.of(Path.of(home())))
        .map(folder -> folder.resolve(PLACE))
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static String home() {
    return System.getProperty(HOME, "");
  }

  private static Stream<Path> foldersAround(Optional<Path> file) {
    return file.stream()
        .flatMap(path -> Stream.iterate(path.getParent(), p -> p != null, p -> p.getParent()));
  }

  private static Optional<Path> program() {
    CodeSource source = BundledModel.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty(); // loaded from no file
    }
  }
}
