package org.emoglot.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.emoglot.io.Sha256;

/** The files of the pages: ours, and those of the libraries that they draw with. */
final class PageFiles {

  private static final String OWN = "/org/emoglot/serve/page/";
  private static final String NAME = "[a-z][a-z0-9-]{0,40}\\.(html|js|css|svg)";
  private static final String WEBJARS = "/META-INF/resources/webjars/";

  /** The versions are those of the parent POM; a test finds out if they are not. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "uplot.js", WEBJARS + "uplot/1.6.30/dist/uPlot.esm.js",
          "uplot.css", WEBJARS + "uplot/1.6.30/dist/uPlot.min.css",
          "swagger-ui.js", WEBJARS + "swagger-ui/5.34.1/swagger-ui-bundle.js",
          "swagger-ui.css", WEBJARS + "swagger-ui/5.34.1/swagger-ui.css");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private record Content(byte[] bytes, String tag) {}

  private final Map<String, Optional<Content>> read = new ConcurrentHashMap<>();

  /** The file of a name, or 304 where the client has it. */
  void serve(Context context, String name) {
    Content content =
        resource(name)
            .flatMap(resource -> read.computeIfAbsent(resource, PageFiles::read))
            .orElseThrow(() -> Problem.of(Problem.Kind.NOT_FOUND, "There is no such page."));
    context.header("ETag", content.tag());
    context.header("Cache-Control", "no-cache");
    if (content.tag().equals(context.header("If-None-Match"))) {
      context.status(304);
      return;
    }
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
    context.contentType(type).result(content.bytes());
  }

  private static Optional<String> resource(String name) {
    String library = LIBRARIES.get(name);
    return library != null
        ? Optional.of(library)
        : Optional.of(name).filter(one -> one.matches(NAME)).map(one -> OWN + one);
  }

  private static Optional<Content> read(String resource) {
    try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      return Optional.of(
          new Content(bytes, "\"" + Sha256.of(ByteBuffer.wrap(bytes)).substring(0, 16) + "\""));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource, e);
    }
  }
}
