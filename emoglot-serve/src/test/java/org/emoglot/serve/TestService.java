package org.emoglot.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.emoglot.classifier.EmotionClassifier;

/** A service on this machine, and a client of it that holds every answer against the contract. */
final class TestService implements AutoCloseable {

  /** A boundary that no clip holds. */
  private static final String BOUNDARY = "7f4c2a90e1b64d0d";

  static final Limits LIMITS = new Limits(4 << 20, 16, 60, 60, 20, 2, 16, 4, 4);

  private final EmotionService service;
  private final Contract contract;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TestService(EmotionService service, Contract contract) {
    this.service = service;
    this.contract = contract;
  }

  static TestService bundled(Contract contract) {
    return start(options(LIMITS, "", List.of()), EmotionClassifier.bundled(), contract);
  }

  static TestService of(BlockingScorer scorer, Limits limits, Contract contract) {
    return start(options(limits, "", List.of()), new EmotionClassifier(scorer), contract);
  }

  static TestService start(
      ServiceOptions options, EmotionClassifier classifier, Contract contract) {
    ServedModels models =
        new ServedModels(List.of(new ServedModel("emoglot-mini", classifier, "# card")));
    return new TestService(EmotionService.start(options, models), contract);
  }

  static ServiceOptions options(Limits limits, String token, List<String> origins) {
    return options(limits, token, origins, Tls.NONE);
  }

  static ServiceOptions options(Limits limits, String token, List<String> origins, Tls tls) {
    return new ServiceOptions(
        "127.0.0.1", 0, Map.of("emoglot-mini", Path.of("unused")), limits, token, origins, tls);
  }

  int port() {
    return service.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  HttpResponse<String> post(String path, byte[] body, String... headers) {
    return send("POST", path, BodyPublishers.ofByteArray(body), headers);
  }

  HttpResponse<String> delete(String path, String... headers) {
    return send("DELETE", path, BodyPublishers.noBody(), headers);
  }

  /** Sends a form of fields, each a name and a text, or a name and a file. */
  HttpResponse<String> form(String path, Object... fields) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      Object value = fields[i + 1];
      String name = String.valueOf(fields[i]);
      String file = value instanceof Path one ? "; filename=\"" + one.getFileName() + "\"" : "";
      body.writeBytes(
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
              .formatted(BOUNDARY, name, file)
              .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(
          value instanceof Path one
              ? TestAudio.bytes(one)
              : String.valueOf(value).getBytes(StandardCharsets.UTF_8));
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return post(
        path, body.toByteArray(), "Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
  }

  HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).method(method, body).timeout(Duration.ofSeconds(60));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      contract.check(
          method,
          path,
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
      return response;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A number among the metrics, such as {@code emoglot_requests_waiting}. */
  int metric(String name) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until a metric has a value. */
  void awaitMetric(String name, int value) throws InterruptedException {
    for (int i = 0; i < 1000 && metric(name) != value; i++) {
      Thread.sleep(10);
    }
    org.assertj.core.api.Assertions.assertThat(metric(name)).as(name).isEqualTo(value);
  }

  EmotionService service() {
    return service;
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    service.close();
  }
}
