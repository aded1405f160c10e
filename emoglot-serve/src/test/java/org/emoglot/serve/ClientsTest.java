package org.emoglot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.emoglot.classifier.EmotionClassifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients who leave before they have their answer. */
class ClientsTest {

  /** One worker, so that a second request waits. */
  private static final Limits LIMITS = new Limits(4 << 20, 16, 60, 60, 20, 1, 4, 1, 4);

  private static final byte[] CLIP = TestAudio.bytes(TestAudio.clip());

  @TempDir private Path folder;

  private static void post(Socket socket, byte[] body, int sent) throws IOException {
    RawClient.send(
        socket, "POST /v1/predict HTTP/1.1", "Host: 127.0.0.1", "Content-Length: " + body.length);
    OutputStream out = socket.getOutputStream();
    out.write(body, 0, sent);
    out.flush();
  }

  @Test
  void request_whoseClientLeavesTheLine_isNotComputed() throws Exception {
    BlockingScorer scorer = new BlockingScorer();
    try (TestService service = TestService.of(scorer, LIMITS, new Contract())) {
      scorer.block();
      CompletableFuture<HttpResponse<String>> first =
          CompletableFuture.supplyAsync(() -> service.post("/v1/predict", CLIP));
      service.awaitMetric("emoglot_workers_busy", 1);
      try (Socket second = new Socket("127.0.0.1", service.port())) {
        post(second, CLIP, CLIP.length);
        service.awaitMetric("emoglot_requests_waiting", 1);
      }
      service.awaitMetric("emoglot_requests_accepted", 1);
      scorer.release();

      assertThat(first.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      service.awaitMetric("emoglot_requests_accepted", 0);
      assertThat(scorer.asked()).as("the one to warm up, and the first").isEqualTo(2);
      assertThat(service.get("/metrics").body()).contains("status=\"499\"");
      assertThat(service.service().recordings()).isZero();
    }
  }

  @Test
  void request_whoseClientLeavesTheLineBehindTls_isNotComputed() throws Exception {
    TestCertificate certificate = TestCertificate.make(folder);
    SSLContext trust = certificate.trust();
    BlockingScorer scorer = new BlockingScorer();
    try (TestService service =
        TestService.start(
            TestService.options(LIMITS, "", java.util.List.of(), certificate.tls()),
            new EmotionClassifier(scorer),
            new Contract())) {
      scorer.block();
      try (Socket first = trust.getSocketFactory().createSocket("127.0.0.1", service.port())) {
        post(first, CLIP, CLIP.length);
        await(() -> service.service().accepted() == 1);
        Socket second = trust.getSocketFactory().createSocket("127.0.0.1", service.port());
        post(second, CLIP, CLIP.length);
        await(() -> service.service().accepted() == 2);
        second.close();
        await(() -> service.service().accepted() == 1);
        scorer.release();

        assertThat(RawClient.status(RawClient.answer(first))).isEqualTo(200);
        await(() -> service.service().accepted() == 0);
        assertThat(scorer.asked()).isEqualTo(2);
      }
    }
  }

  @Test
  void secondRequest_onAConnectionThatWaits_isAnsweredAsWell() throws Exception {
    BlockingScorer scorer = new BlockingScorer();
    TestCertificate certificate = TestCertificate.make(folder);
    try (TestService service =
            TestService.start(
                TestService.options(LIMITS, "", java.util.List.of(), certificate.tls()),
                new EmotionClassifier(scorer),
                new Contract());
        Socket socket =
            certificate.trust().getSocketFactory().createSocket("127.0.0.1", service.port())) {
      post(socket, CLIP, CLIP.length);
      post(socket, CLIP, CLIP.length);

      assertThat(RawClient.status(RawClient.answer(socket))).isEqualTo(200);
      assertThat(RawClient.status(RawClient.answer(socket))).isEqualTo(200);
    }
  }

  @Test
  void upload_thatBreaksOff_leavesNothing() throws Exception {
    BlockingScorer scorer = new BlockingScorer();
    try (TestService service = TestService.of(scorer, LIMITS, new Contract())) {
      for (int i = 0; i < 10; i++) {
        try (Socket socket = new Socket("127.0.0.1", service.port())) {
          post(socket, CLIP, CLIP.length / 2);
          await(() -> service.service().recordings() == 1);
        }
        await(() -> service.service().recordings() == 0);
      }
      service.awaitMetric("emoglot_requests_accepted", 0);
      assertThat(scorer.asked()).isEqualTo(1);
    }
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    for (int i = 0; i < 2000 && !condition.getAsBoolean(); i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
