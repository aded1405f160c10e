package org.emoglot.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedModelTest {

  @TempDir private Path temporary;

  @Test
  void folder_withoutTheJar_isEmpty() {
    assertThat(PackagedModel.folder(loader(), temporary)).isEmpty();
  }

  @Test
  void folder_ofAJar_isUnpackedWhole() throws IOException {
    Path cache = temporary.resolve("cache");
    Path folder = PackagedModel.folder(loader(jar("one")), cache).orElseThrow();

    assertThat(folder).startsWith(cache).hasFileName("emoglot-mini");
    assertThat(folder.resolve("model.onnx")).hasContent("one");
    assertThat(folder.resolve("README.md")).hasContent("card");
    assertThat(PackagedModel.folder(loader(jar("one")), cache)).contains(folder);
    Path other = PackagedModel.folder(loader(jar("two")), cache).orElseThrow();
    assertThat(other.resolve("model.onnx")).hasContent("two");
    assertThat(folder.resolve("model.onnx")).hasContent("one");
  }

  @Test
  void folder_askedByManyAtOnce_isUnpackedForAll() throws Exception {
    Path cache = temporary.resolve("cache");
    URLClassLoader loader = loader(jar("one"));
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      Callable<Optional<Path>> ask = () -> PackagedModel.folder(loader, cache);
      for (Future<Optional<Path>> folder :
          pool.invokeAll(Stream.generate(() -> ask).limit(16).toList())) {
        assertThat(folder.get().orElseThrow().resolve("model.onnx")).hasContent("one");
      }
    } finally {
      pool.shutdownNow();
    }
    try (Stream<Path> left = Files.walk(cache)) {
      assertThat(left.filter(path -> path.toString().contains(".unpacking"))).isEmpty();
    }
  }

  @Test
  void exportOf_theModelThatTheJarWasMadeOf_isTheFolderOfTheJar() throws IOException {
    Path cache = temporary.resolve("cache");
    URLClassLoader loader = loader(jar("one"));
    Path saved = Files.createDirectories(temporary.resolve("saved"));
    Files.writeString(saved.resolve("config.json"), "{}");
    assertThat(PackagedModel.exportOf(saved, loader, cache)).as("without provenance").isEmpty();
    Files.writeString(saved.resolve("provenance.json"), "{\"seed\": 1}");
    assertThat(PackagedModel.exportOf(saved, loader, cache))
        .isEqualTo(PackagedModel.folder(loader, cache))
        .isNotEmpty();
    assertThat(PackagedModel.exportOf(saved, loader(), cache)).as("without the jar").isEmpty();
    Files.writeString(saved.resolve("provenance.json"), "{\"seed\": 2}");
    assertThat(PackagedModel.exportOf(saved, loader, cache)).as("of another training").isEmpty();
  }

  private static URLClassLoader loader(Path... jars) {
    return new URLClassLoader(
        Stream.of(jars)
            .map(
                jar -> {
                  try {
                    return jar.toUri().toURL();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                })
            .toArray(URL[]::new),
        null);
  }

  private Path jar(String model) throws IOException {
    Path jar = temporary.resolve(model + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      put(zip, "SHA256SUMS", String.join("\n", List.of("0  README.md", model + "  model.onnx")));
      put(zip, "config.json", "{}");
      put(zip, "provenance.json", "{\"seed\": 1}");
      put(zip, "README.md", "card");
      put(zip, "model.onnx", model);
    }
    return jar;
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry("emoglot-mini/" + name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
