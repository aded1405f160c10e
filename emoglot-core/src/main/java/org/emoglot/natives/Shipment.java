package org.emoglot.natives;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** The libraries in one folder of a jar. */
final class Shipment {

  /** As Linux, macOS and Windows name shared libraries, with a version or without. */
  private static final Pattern LIBRARY =
      Pattern.compile(".+(\\.so(\\.\\d+)*|\\.dylib|\\.jnilib|\\.dll)");

  private final JarFile jar;
  private final String folder;

  private Shipment(JarFile jar, String folder) {
    this.jar = jar;
    this.folder = folder;
  }

  /** The files beside a library; empty if it is not in a jar. */
  static Optional<Shipment> of(URL library) throws IOException {
    URLConnection connection = library.openConnection();
    if (connection instanceof JarURLConnection inJar) {
      String entry = inJar.getEntryName();
      return Optional.of(
          new Shipment(inJar.getJarFile(), entry.substring(0, entry.lastIndexOf('/') + 1)));
    }
    return Optional.empty();
  }

  /** Where JavaCPP's cache keeps them, below the cache's folder. */
  Path inCache() {
    return Path.of(String.valueOf(Path.of(jar.getName()).getFileName()), folder.split("/"));
  }

  /** The libraries, by name. */
  List<ShippedFile> files() {
    return jar.stream()
        .filter(entry -> entry.getName().startsWith(folder))
        .map(entry -> shipped(entry, entry.getName().substring(folder.length())))
        .filter(file -> file.name().indexOf('/') < 0 && LIBRARY.matcher(file.name()).matches())
        .sorted(Comparator.comparing(ShippedFile::name))
        .toList();
  }

  InputStream open(ShippedFile file) throws IOException {
    JarEntry entry = jar.getJarEntry(folder + file.name());
    if (entry == null) {
      throw new FileNotFoundException(folder + file.name() + " in " + jar.getName());
    }
    return jar.getInputStream(entry);
  }

  private static ShippedFile shipped(JarEntry entry, String name) {
    return new ShippedFile(name, entry.getSize(), entry.getCrc(), entry.getTime());
  }
}
