package org.emoglot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.emoglot.classifier.EmotionClassifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask, from where, and what protects the page. */
class AccessTest {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String LISTED = "https://example.org";
  private static final byte[] CLIP = TestAudio.bytes(TestAudio.clip());

  @TempDir private Path folder;

  /** Anybody on this machine may ask. */
  private static TestService open;

  /** With a token, and an origin that may ask. */
  private static TestService guarded;

  @BeforeAll
  static void start() {
    open = TestService.of(new BlockingScorer(), TestService.LIMITS, new Contract());
    guarded =
        TestService.start(
            TestService.options(TestService.LIMITS, TOKEN, List.of(LISTED)),
            new EmotionClassifier(new BlockingScorer()),
            new Contract());
  }

  @AfterAll
  static void stop() {
    open.close();
    guarded.close();
  }

  private static HttpResponse<String> preflight(TestService service, String origin)
      throws IOException, InterruptedException {
    return service
        .client()
        .send(
            HttpRequest.newBuilder(service.uri("/v1/predict"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .headers("Origin", origin, "Access-Control-Request-Method", "POST")
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void everyAnswer_hasTheHeadersThatProtectAPage() {
    for (String path : List.of("/", "/docs", "/v1/models", "/metrics", "/nothing", "/v1/stream")) {
      HttpHeaders headers =
          send(open, HttpRequest.newBuilder(open.uri(path)).GET().build()).headers();

      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe-eval", "http:", "https:");
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("Server")).isEmpty();
      assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
      assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  private static HttpResponse<String> send(TestService service, HttpRequest request) {
    try {
      return service.client().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void pagesOfOtherSites_mayAskOnlyIfTheyAreListed() throws Exception {
    HttpResponse<String> listed = preflight(guarded, LISTED);
    HttpResponse<String> answer =
        guarded.post("/v1/predict", CLIP, "Origin", LISTED, "Authorization", "Bearer " + TOKEN);

    assertThat(listed.statusCode()).isEqualTo(204);
    assertThat(listed.headers().firstValue("Access-Control-Allow-Origin")).hasValue(LISTED);
    assertThat(listed.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
        .contains("POST", "DELETE");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(LISTED);
    assertThat(answer.headers().firstValue("Vary")).hasValue("Origin");
    for (TestService service : List.of(open, guarded)) {
      for (String other : List.of("https://evil.example", LISTED + ".evil.example", "null")) {
        HttpResponse<String> refused = preflight(service, other);
        assertThat(refused.statusCode()).as(other).isEqualTo(403);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      }
    }
    assertThat(preflight(open, LISTED).statusCode()).isEqualTo(403);
    assertThat(open.post("/v1/predict", CLIP, "Origin", "http://127.0.0.1:" + open.port()))
        .satisfies(own -> assertThat(own.statusCode()).isEqualTo(200));
  }

  /** A site can let its own name point to this machine, and would then be of the same origin. */
  @Test
  void otherNamesOfThisMachine_areRefused() throws Exception {
    String evil =
        RawClient.ask(
            open.port(),
            "GET /v1/models HTTP/1.1",
            "Host: evil.example:" + open.port(),
            "Origin: http://evil.example:" + open.port());
    String local = RawClient.ask(open.port(), "GET /v1/models HTTP/1.1", "Host: localhost");

    assertThat(RawClient.status(evil)).isEqualTo(403);
    assertThat(RawClient.body(evil)).contains("\"Host\"");
    assertThat(RawClient.status(local)).isEqualTo(200);
  }

  @Test
  void token_isAskedOfEveryRequestButForThePage() {
    for (String path : List.of("/", "/docs", "/openapi.json", "/health/live", "/health/ready")) {
      HttpResponse<String> response =
          send(guarded, HttpRequest.newBuilder(guarded.uri(path)).GET().build());
      assertThat(response.statusCode()).as(path).isEqualTo(200);
    }
    for (String wrong :
        List.of("Bearer wrong", "Bearer " + TOKEN + "0", "Basic " + TOKEN, "Bearer", TOKEN)) {
      assertThat(guarded.get("/v1/models", "Authorization", wrong).statusCode())
          .as(wrong)
          .isEqualTo(401);
    }
    for (String right : List.of("Bearer " + TOKEN, "bearer  " + TOKEN)) {
      assertThat(guarded.get("/v1/models", "Authorization", right).statusCode())
          .as(right)
          .isEqualTo(200);
    }
  }

  @Test
  void token_ofABrowsersWebSocket_isTheNameOfAProtocol() throws Exception {
    String name =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(TOKEN.getBytes(StandardCharsets.UTF_8));
    WebSocket socket =
        guarded
            .client()
            .newWebSocketBuilder()
            .subprotocols("emoglot", "bearer." + name)
            .buildAsync(
                URI.create("ws://127.0.0.1:" + guarded.port() + "/v1/stream"),
                new WebSocket.Listener() {})
            .get(10, TimeUnit.SECONDS);

    assertThat(socket.getSubprotocol()).isEqualTo("emoglot");
    socket.abort();
  }

  @Test
  void tls_answersWithTheCertificateAndNotWithoutIt() throws Exception {
    TestCertificate certificate = TestCertificate.make(folder);
    try (TestService secure =
        TestService.start(
            TestService.options(TestService.LIMITS, "", List.of(), certificate.tls()),
            new EmotionClassifier(new BlockingScorer()),
            new Contract())) {
      URI models = URI.create("https://127.0.0.1:" + secure.port() + "/v1/models");
      HttpClient client = HttpClient.newBuilder().sslContext(certificate.trust()).build();
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(models).build(), HttpResponse.BodyHandlers.ofString());

      assertThat(secure.service().address()).startsWith("https://");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(response.sslSession()).isPresent();
      assertThat(RawClient.ask(secure.port(), "GET /v1/models HTTP/1.1", "Host: 127.0.0.1"))
          .as("plain HTTP")
          .doesNotContain("emoglot-mini");
    }
  }
}
