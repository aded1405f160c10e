package org.emoglot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.io.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer that openapi.json documents, as a client sees it. */
class ContractTest {

  private static final Contract CONTRACT = new Contract();
  private static final byte[] TEXT = "This is no audio.".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = new byte[0];
  private static final List<String> ASKING =
      List.of("/v1/predict", "/v1/timeline", "/models/emoglot-mini", "/v1/adaptations");

  private static TestService service;

  @BeforeAll
  static void start() {
    service = TestService.bundled(CONTRACT);
  }

  /** The tests of this class together see every documented answer. */
  @AfterAll
  static void stop() throws Exception {
    try (TestService closed = service) {
      seeOtherServices();
      assertThat(CONTRACT.missing()).isEmpty();
    }
  }

  private static void seeOtherServices() throws Exception {
    seeBusyAndStopping();
    seeBugs();
    seeStrangers();
    seeSlowClients();
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return Json.mapper().readTree(response.body());
  }

  private static byte[] clip() {
    return TestAudio.bytes(TestAudio.clip());
  }

  /** FLAC whose frames are noise. */
  private static byte[] damaged() {
    byte[] bytes = clip();
    Arrays.fill(bytes, 200, bytes.length, (byte) 0x5a);
    return bytes;
  }

  @Test
  void predict_ofOneClip_isTheAnswerOfTheClassifier() throws Exception {
    JsonNode answer = json(service.post("/v1/predict", clip()));
    Prediction expected;
    try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
      expected = classifier.predict(TestAudio.clip());
    }

    JsonNode prediction = answer.get("predictions").get(0);
    assertThat(prediction.get("label").asText()).isEqualTo(expected.label());
    assertThat(prediction.at("/scores/0/score").asDouble())
        .isEqualTo(expected.scores().get(0).score());
    assertThat(answer.get("failed")).isEmpty();
    assertThat(answer.get("adaptation").isNull()).isTrue();
  }

  @Test
  void predict_ofAForm_answersEachAndSaysWhichFailed(@TempDir Path folder) throws Exception {
    Path text = Files.write(folder.resolve("notes.txt"), TEXT);
    List<Path> clips = TestAudio.clips();

    JsonNode answer =
        json(
            service.form(
                "/v1/predict",
                "file",
                clips.get(0),
                "file",
                text,
                "file",
                clips.get(1),
                "top",
                "1"));

    assertThat(answer.get("predictions").findValuesAsText("file"))
        .containsExactly("angry_01.flac", "angry_07.flac");
    assertThat(answer.at("/predictions/0/scores")).hasSize(1);
    assertThat(answer.at("/failed/0/file").asText()).isEqualTo("notes.txt");
    assertThat(answer.at("/failed/0/problem/status").asInt()).isEqualTo(415);
    assertThat(answer.toString()).doesNotContain("emoglot-serve-");
  }

  @Test
  void timeline_ofALongRecording_hasItsSegments() throws Exception {
    byte[] wav = TestAudio.wav(TestAudio.recording(TestAudio.clips().subList(0, 6), 1), 16_000);

    JsonNode timeline = json(service.post("/v1/timeline", wav));
    JsonNode whole = json(service.post("/v1/timeline?segments=off", wav));

    assertThat(timeline.get("segments").size()).isGreaterThan(1);
    assertThat(timeline.get("seconds").asDouble()).isEqualTo((wav.length - 44) / 32_000.0);
    assertThat(whole.get("segments")).hasSize(1);
    assertThat(whole.at("/segments/0/end")).isEqualTo(whole.get("seconds"));
  }

  @Test
  void predict_ofSilence_hasNoLabel() throws Exception {
    byte[] wav = TestAudio.wav(new float[16_000], 16_000);

    JsonNode prediction = json(service.post("/v1/predict", wav)).at("/predictions/0");

    assertThat(prediction.get("speech").asBoolean()).isFalse();
    assertThat(prediction.get("label").isNull()).isTrue();
    assertThat(json(service.post("/models/emoglot-mini", wav))).isEmpty();
  }

  @Test
  void huggingFace_takesBytesAndBase64() throws Exception {
    String inputs = Base64.getEncoder().encodeToString(clip());
    String body = "{\"inputs\": \"%s\", \"parameters\": {\"top_k\": 2}}".formatted(inputs);

    JsonNode fromBytes = json(service.post("/models/emoglot-mini", clip()));
    JsonNode fromText =
        json(
            service.post(
                "/models/emoglot-mini",
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json"));

    assertThat(fromBytes).hasSize(4);
    assertThat(fromText).hasSize(2);
    assertThat(fromText.get(0)).isEqualTo(fromBytes.get(0));
  }

  @Test
  void huggingFace_textThatIsNoBase64_isRefusedInASentence() throws Exception {
    for (String inputs : List.of("zzzz\\u0000zzz", "no base64!", "a", "=aaa", "aa\\\"a")) {
      byte[] body = "{\"inputs\": \"%s\"}".formatted(inputs).getBytes(StandardCharsets.UTF_8);

      HttpResponse<String> response =
          service.post("/models/emoglot-mini", body, "Content-Type", "application/json");

      assertThat(response.statusCode()).as(inputs).isEqualTo(400);
      assertThat(json(response).get("error").asText()).startsWith("Expected").endsWith(".");
    }
  }

  @Test
  void adaptation_ofRecordings_changesAnswersUntilItIsForgotten() throws Exception {
    List<Path> clips = TestAudio.clips();
    Object[] form =
        clips.subList(0, 10).stream()
            .flatMap(clip -> java.util.stream.Stream.of("file", clip))
            .toArray();

    HttpResponse<String> made = service.form("/v1/adaptations?name=mine", form);
    JsonNode before = json(service.post("/v1/predict", clip()));
    JsonNode after = json(service.post("/v1/predict?adapt=mine", clip()));

    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.headers().firstValue("Location")).hasValue("/v1/adaptations/mine");
    assertThat(json(made).get("clips").asInt()).isEqualTo(10);
    assertThat(after.get("adaptation").asText()).isEqualTo("mine");
    assertThat(after.at("/predictions/0/scores")).isNotEqualTo(before.at("/predictions/0/scores"));
    assertThat(json(service.get("/v1/adaptations")).get("adaptations").findValuesAsText("id"))
        .contains("mine");
    assertThat(service.form("/v1/adaptations?name=mine", form).statusCode()).isEqualTo(409);
    assertThat(service.get("/v1/adaptations/mine").statusCode()).isEqualTo(200);
    assertThat(service.delete("/v1/adaptations/mine").statusCode()).isEqualTo(204);
    assertThat(service.get("/v1/adaptations/mine").statusCode()).isEqualTo(404);
    assertThat(service.delete("/v1/adaptations/mine").statusCode()).isEqualTo(404);
    assertThat(service.post("/v1/predict?adapt=mine", clip()).statusCode()).isEqualTo(404);
  }

  @Test
  void adaptation_thatRuns_learnsFromEveryAnswer() throws Exception {
    String id = json(service.post("/v1/adaptations?running=true", NOTHING)).get("id").asText();
    for (Path clip : TestAudio.clips().subList(0, 3)) {
      service.form("/v1/predict?adapt=" + id, "file", clip);
    }

    JsonNode adaptation = json(service.get("/v1/adaptations/" + id));

    assertThat(adaptation.get("running").asBoolean()).isTrue();
    assertThat(adaptation.get("clips").asInt()).isEqualTo(3);
    assertThat(id).hasSize(36);
  }

  @Test
  void requests_withFaults_areRefusedInASentence() throws Exception {
    for (String path : ASKING) {
      assertThat(service.post(path + "?modle=x", clip()).statusCode()).isEqualTo(400);
      assertThat(service.post(path, NOTHING).statusCode()).isEqualTo(400);
      assertThat(service.post(path, TEXT).statusCode()).isEqualTo(415);
      assertThat(service.post(path, damaged()).statusCode()).isEqualTo(422);
      assertThat(service.post(path, new byte[(4 << 20) + 1]).statusCode()).isEqualTo(413);
    }
    for (String path : ASKING) {
      String other = path.startsWith("/models/") ? "/models/other" : path + "?model=other";
      assertThat(service.post(other, clip()).statusCode()).isEqualTo(404);
    }
    JsonNode problem = json(service.post("/v1/predict?top=many", clip()));
    assertThat(problem.at("/errors/0").toString())
        .isEqualTo(
            "{\"field\":\"top\",\"expected\":\"a whole number from 1 to 1000\",\"found\":\"many\"}");
    assertThat(service.get("/v1/models?x=1").statusCode()).isEqualTo(400);
    assertThat(service.get("/v1/adaptations?x=1").statusCode()).isEqualTo(400);
    assertThat(service.get("/v1/adaptations/a?x=1").statusCode()).isEqualTo(400);
    assertThat(
            service
                .send(
                    "DELETE",
                    "/v1/adaptations/a?x=1",
                    java.net.http.HttpRequest.BodyPublishers.noBody())
                .statusCode())
        .isEqualTo(400);
    assertThat(service.get("/v1/stream").statusCode()).isEqualTo(426);
  }

  @Test
  void recordings_thatAreTooLong_areRefused() {
    byte[] wav = TestAudio.wav(new float[61 * 16_000], 16_000);

    HttpResponse<String> response = service.post("/v1/timeline", wav);

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("at most 60 seconds");
  }

  @Test
  void state_isToldToWhoeverAsks() throws Exception {
    assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(service.get("/metrics").body())
        .contains("emoglot_audio_seconds_total", "emoglot_workers_busy");
    assertThat(json(service.get("/v1/models")).at("/models/0/heard").size()).isGreaterThan(3);
  }

  /** The upgrade of a stream, and what refuses one, which the client of the other tests cannot. */
  @Test
  void streams_areOpenedOrRefusedAsRequests() throws Exception {
    assertThat(upgrade("/v1/stream?rate=1")).isEqualTo(400);
    assertThat(upgrade("/v1/stream?model=other")).isEqualTo(404);
    assertThat(upgrade("/v1/stream")).isEqualTo(101);
  }

  private static int upgrade(String path, String... headers) throws IOException {
    return upgrade(service, path, headers);
  }

  private static int upgrade(TestService to, String path, String... headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", to.port())) {
      RawClient.send(
          socket,
          "GET " + path + " HTTP/1.1",
          "Host: 127.0.0.1",
          "Upgrade: websocket",
          "Connection: Upgrade",
          String.join("", headers) + "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
      String answer = RawClient.answer(socket);
      int status = RawClient.status(answer);
      String body = status == 101 ? "" : RawClient.body(answer);
      CONTRACT.check("GET", path, status, Problem.MEDIA_TYPE, body);
      return status;
    }
  }

  private static void seeBusyAndStopping() throws Exception {
    BlockingScorer scorer = new BlockingScorer();
    Limits limits = new Limits(4 << 20, 16, 60, 60, 20, 1, 0, 1, 4);
    try (TestService other = TestService.of(scorer, limits, CONTRACT)) {
      scorer.block();
      CompletableFuture<HttpResponse<String>> accepted =
          CompletableFuture.supplyAsync(() -> other.post("/v1/predict", clip()));
      awaitAsked(scorer, 2); // the first was to warm it up
      for (String path : ASKING) {
        HttpResponse<String> busy = other.post(path, clip());
        assertThat(busy.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(busy.headers().firstValue("Retry-After").orElseThrow()))
            .isBetween(1, 60);
      }
      StreamClient open = StreamClient.open(other, "");
      open.awaitMessage("ready");
      assertThat(upgrade(other, "/v1/stream")).isEqualTo(429);
      open.abort();
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(other::close);
      while (other.get("/health/ready").statusCode() != 503) {
        Thread.sleep(10);
      }
      for (String path : ASKING) {
        assertThat(other.post(path, clip()).statusCode()).isEqualTo(503);
      }
      assertThat(upgrade(other, "/v1/stream")).isEqualTo(503);
      scorer.release();
      assertThat(accepted.get(30, TimeUnit.SECONDS).statusCode())
          .as("accepted before the service was told to stop")
          .isEqualTo(200);
      stopping.get(30, TimeUnit.SECONDS);
    }
  }

  private static void awaitAsked(BlockingScorer scorer, int clips) throws InterruptedException {
    for (int i = 0; i < 1000 && scorer.asked() < clips; i++) {
      Thread.sleep(10);
    }
    assertThat(scorer.asked()).isEqualTo(clips);
  }

  private static void seeBugs() {
    BlockingScorer scorer = new BlockingScorer();
    try (TestService other = TestService.of(scorer, TestService.LIMITS, CONTRACT)) {
      scorer.fail();
      HttpResponse<String> response = other.post("/v1/predict", clip());
      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).doesNotContain("secret").doesNotContain("Exception");
    }
  }

  private static void seeStrangers() throws IOException {
    String token = "0123456789abcdef0123456789abcdef";
    ServiceOptions options =
        TestService.options(TestService.LIMITS, token, List.of("https://example.org"));
    try (TestService other = TestService.start(options, EmotionClassifier.bundled(), CONTRACT)) {
      String[] foreign = {"Origin", "https://evil.example"};
      for (String path : ASKING) {
        assertThat(other.post(path, clip()).statusCode()).isEqualTo(401);
        assertThat(other.post(path, clip(), foreign).statusCode()).isEqualTo(403);
      }
      for (String path :
          List.of("/v1/models", "/metrics", "/v1/adaptations", "/v1/adaptations/a")) {
        HttpResponse<String> response = other.get(path);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
      }
      for (String path :
          List.of(
              "/v1/models",
              "/metrics",
              "/v1/adaptations",
              "/v1/adaptations/a",
              "/health/live",
              "/health/ready")) {
        assertThat(other.get(path, foreign).statusCode()).isEqualTo(403);
      }
      assertThat(other.delete("/v1/adaptations/a").statusCode()).isEqualTo(401);
      assertThat(other.delete("/v1/adaptations/a", foreign).statusCode()).isEqualTo(403);
      assertThat(upgrade(other, "/v1/stream")).isEqualTo(401);
      assertThat(upgrade(other, "/v1/stream", "Origin: https://evil.example\r\n")).isEqualTo(403);
      assertThat(other.post("/v1/predict", clip(), "Authorization", "Bearer " + token).statusCode())
          .isEqualTo(200);
    }
  }

  private static void seeSlowClients() throws IOException {
    Limits limits = new Limits(4 << 20, 16, 60, 60, 1, 1, 4, 1, 4);
    try (TestService other = TestService.of(new BlockingScorer(), limits, CONTRACT)) {
      for (String path : ASKING) {
        try (Socket socket = new Socket("127.0.0.1", other.port())) {
          OutputStream out = socket.getOutputStream();
          out.write(
              ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
          for (int i = 0; i < 50 && socket.getInputStream().available() == 0; i++) {
            out.write('x');
            out.flush();
            Thread.sleep(100);
          }
          String answer = RawClient.answer(socket);
          int status = RawClient.status(answer);
          assertThat(status).isEqualTo(408);
          CONTRACT.check("POST", path, status, Problem.MEDIA_TYPE, RawClient.body(answer));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
