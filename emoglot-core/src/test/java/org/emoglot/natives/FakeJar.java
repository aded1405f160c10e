package org.emoglot.natives;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar with libraries that are noise, and what JavaCPP would do with it. */
final class FakeJar {

  static final String FOLDER = "org/example/linux-x86_64";
  static final String LIBRARY = "jnibig";

  private static final FileTime TIME = FileTime.from(Instant.parse("2026-02-20T00:32:00Z"));

  private final Path jar;
  private final Map<String, byte[]> libraries = new TreeMap<>();

  private FakeJar(Path jar) {
    this.jar = jar;
    libraries.put(System.mapLibraryName(LIBRARY), noise(1, 700_000));
    libraries.put("libsmall.so.5", noise(2, 3_000));
  }

  static FakeJar in(Path folder) throws IOException {
    FakeJar fake = new FakeJar(folder.resolve("big-1.0.jar"));
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(fake.jar))) {
      for (Map.Entry<String, byte[]> library : fake.libraries.entrySet()) {
        put(out, FOLDER + "/" + library.getKey(), library.getValue());
      }
      put(out, FOLDER + "/include/big.h", noise(3, 10));
      put(out, FOLDER + "/big.cpp", noise(3, 10));
      put(out, "org/example/other/libother.so", noise(3, 10));
    }
    return fake;
  }

  Path path() {
    return jar;
  }

  Map<String, byte[]> libraries() {
    return libraries;
  }

  Path folder(Path cache) {
    return cache.resolve(jar.getFileName().toString()).resolve(FOLDER);
  }

  ClassLoader loader() {
    try {
      return new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  NativeLibraries libraries(Path cache) {
    return new NativeLibraries(cache).beside(loader(), FOLDER, LIBRARY);
  }

  private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(TIME);
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  private static byte[] noise(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
