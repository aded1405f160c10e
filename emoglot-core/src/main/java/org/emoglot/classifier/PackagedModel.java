package org.emoglot.classifier;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.emoglot.io.Sha256;
import org.emoglot.natives.NativeCache;

/**
 * The model in the jar emoglot-mini, if that is on the class path: the folder {@value #FOLDER}, of
 * which {@value #SUMS} lists the files. A folder is what engines open, so it is unpacked once into
 * the cache that natives are unpacked into as well.
 */
final class PackagedModel {

  private static final String FOLDER = "emoglot-mini";
  private static final String SUMS = "SHA256SUMS";
  private static final int DIGITS = 16; // of a hash, which tell contents apart

  /** Of a saved model, what it is and what made it: together no other model has them. */
  private static final List<String> IDENTITY = List.of("config.json", "provenance.json");

  private PackagedModel() {}

  /** Its folder, whole; empty where it is not on the class path. */
  static Optional<Path> folder() {
    return folder(PackagedModel.class.getClassLoader(), NativeCache.folder());
  }

  static Optional<Path> folder(ClassLoader loader, Path cache) {
    URL sums = loader.getResource(FOLDER + "/" + SUMS);
    if (sums == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          sums.getProtocol().equals("file")
              ? Path.of(sums.toURI()).resolveSibling("")
              : unpacked(loader, lines(sums), cache));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Expected a path, found " + sums, e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot unpack the model of the jar emoglot-mini into %s: %s; the Java option -Dorg.bytedeco.javacpp.cachedir=<folder> names another folder."
              .formatted(cache, e.getMessage()),
          e);
    }
  }

  /** Its folder if it holds a saved model exported; empty if it does not, or there is none. */
  static Optional<Path> exportOf(Path saved) {
    return exportOf(saved, PackagedModel.class.getClassLoader(), NativeCache.folder());
  }

  static Optional<Path> exportOf(Path saved, ClassLoader loader, Path cache) {
    return IDENTITY.stream().allMatch(name -> isSame(loader, name, saved.resolve(name)))
        ? folder(loader, cache)
        : Optional.empty();
  }

  private static boolean isSame(ClassLoader loader, String name, Path file) {
    try (InputStream packaged = loader.getResourceAsStream(FOLDER + "/" + name)) {
      return packaged != null
          && Files.isRegularFile(file)
          && Arrays.equals(packaged.readAllBytes(), Files.readAllBytes(file));
    } catch (IOException e) {
      return false; // whoever opens the model says what is wrong with it
    }
  }

  private static List<String> lines(URL sums) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(sums.openStream(), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  private static Path unpacked(ClassLoader loader, List<String> lines, Path cache)
      throws IOException {
    String content = Sha256.of(String.join("\n", lines)).substring(0, DIGITS);
    Path target = cache.resolve("emoglot").resolve(content).resolve(FOLDER);
    if (Files.isDirectory(target)) {
      return target;
    }
    Files.createDirectories(target.getParent());
    Path temporary = Files.createTempDirectory(target.getParent(), ".unpacking");
    try {
      for (String line : lines) {
        copy(loader, line.substring(line.indexOf("  ") + 2), temporary);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(target)) { // else another process was faster
        throw e;
      }
    } finally {
      delete(temporary);
    }
    return target;
  }

  private static void copy(ClassLoader loader, String name, Path folder) throws IOException {
    try (InputStream file = loader.getResourceAsStream(FOLDER + "/" + name)) {
      if (file == null) {
        throw new IOException("the jar has no " + name);
      }
      Files.copy(file, folder.resolve(name));
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
