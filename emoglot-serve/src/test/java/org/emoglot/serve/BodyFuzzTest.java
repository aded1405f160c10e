package org.emoglot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.emoglot.fuzz.Mutations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Damaged bodies of every address that takes one: each is answered as openapi.json has it, none
 * with 500, and afterwards the service is as it was before.
 */
class BodyFuzzTest {

  private static final int FEW = 100;
  private static final int MANY = 10_000;
  private static final int STREAMS = 8;
  private static final String BOUNDARY = "a-boundary";
  private static final String FORM = "multipart/form-data; boundary=" + BOUNDARY;
  private static final long MIB = 1 << 20;

  /** A sound request, which is damaged. */
  private record Sound(String path, String type, byte[] body) {}

  private static List<Sound> sound() throws IOException {
    byte[] flac = TestAudio.bytes(TestAudio.clip());
    byte[] wav = TestAudio.wav(TestAudio.samples(TestAudio.clip()), 16_000);
    byte[] opus = TestAudio.resource("speech.ogg");
    String inputs = Base64.getEncoder().encodeToString(flac);
    byte[] json =
        "{\"inputs\": \"%s\", \"parameters\": {\"top_k\": 2, \"function_to_apply\": \"softmax\"}}"
            .formatted(inputs)
            .getBytes(StandardCharsets.UTF_8);
    return List.of(
        new Sound("/v1/predict", "audio/flac", flac),
        new Sound("/v1/predict?top=2", "application/octet-stream", wav),
        new Sound("/v1/predict", FORM, form(flac, wav)),
        new Sound("/v1/timeline", "audio/ogg", opus),
        new Sound("/v1/timeline", FORM, form(wav)),
        new Sound("/models/emoglot-mini", "audio/flac", flac),
        new Sound("/models/emoglot-mini", "application/json", json),
        new Sound("/v1/adaptations", FORM, form(wav, flac)),
        new Sound("/v1/adaptations?running=true", "application/octet-stream", new byte[0]));
  }

  private static byte[] form(byte[]... files) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] file : files) {
      text(
          body,
          "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"
              .formatted(BOUNDARY));
      body.writeBytes(file);
      text(body, "\r\n");
    }
    text(
        body,
        "--%s\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nemoglot-mini\r\n--%s--\r\n"
            .formatted(BOUNDARY, BOUNDARY));
    return body.toByteArray();
  }

  private static void text(ByteArrayOutputStream body, String text) {
    body.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Mostly the body, and sometimes what is said of it. */
  private static HttpResponse<String> sendDamaged(TestService service, Sound sound, Random random) {
    byte[] body = sound.body().length == 0 ? noise(random) : Mutations.of(sound.body(), random);
    String type = sound.type();
    switch (random.nextInt(12)) {
      case 0 -> type = mutatedText(type, random);
      case 1 -> type = "text/plain";
      case 2 -> body = noise(random);
      case 3 -> body = Arrays.copyOf(body, random.nextInt(40));
      default -> {}
    }
    return service.post(sound.path(), body, "Content-Type", type);
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[random.nextInt(1 << (1 + random.nextInt(14)))];
    random.nextBytes(noise);
    return noise;
  }

  /** Of printable characters, which a client can put into a header. */
  private static String mutatedText(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutated.setCharAt(random.nextInt(mutated.length()), (char) ('!' + random.nextInt(94)));
    }
    return mutated.toString();
  }

  private static void damagedBodies_leaveTheServiceAsItWas(int count) throws Exception {
    List<Sound> all = sound();
    byte[] clip = TestAudio.bytes(TestAudio.clip());
    Map<Integer, Integer> seen = new TreeMap<>();
    List<String> failed = new ArrayList<>();
    try (TestService service = TestService.bundled(new Contract())) {
      String before = service.post("/v1/predict", clip).body();
      Resources warm = null;
      for (int i = 0; i < count; i++) {
        HttpResponse<String> response =
            sendDamaged(service, all.get(i % all.size()), new Random(1_000_003L * i));
        if (response.statusCode() >= 500 || response.statusCode() == 429) {
          failed.add("mutation %d: %s".formatted(i, response.body()));
        }
        seen.merge(response.statusCode(), 1, Integer::sum);
        if (i == count / 4) {
          warm = Resources.now();
        }
      }

      assertThat(failed).isEmpty();
      assertThat(service.post("/v1/predict", clip).body()).isEqualTo(before);
      assertThat(service.service().recordings()).isZero();
      assertThat(service.service().accepted()).isZero();
      assertThat(seen.keySet()).as("several kinds of answers: %s", seen).contains(200, 400, 415);
      Resources.now().requireLittleMoreThan(java.util.Objects.requireNonNull(warm));
    }
  }

  @Test
  void fewDamagedBodies_areAnsweredAndLeaveNothing() throws Exception {
    damagedBodies_leaveTheServiceAsItWas(FEW);
  }

  @Tag("fuzz")
  @Test
  void manyDamagedBodies_areAnsweredAndLeaveNothing() throws Exception {
    damagedBodies_leaveTheServiceAsItWas(MANY);
  }

  /** Each ends with an answer or with a problem of the client, never with one of the service. */
  @Test
  void damagedStreams_areAnsweredOrRefused() throws Exception {
    byte[] opus = TestAudio.resource("speech.webm");
    int cutOff = 0;
    try (TestService service = TestService.bundled(new Contract())) {
      for (int i = 0; i < STREAMS; i++) {
        Random random = new Random(77_003L * i);
        byte[] bytes = Mutations.of(opus, random);
        StreamClient client =
            StreamClient.open(service, i % 4 == 0 ? "?format=f32le" : "?format=opus&running=off");
        try {
          for (int at = 0; at < bytes.length; at += 4000) {
            client.send(bytes, at, Math.min(bytes.length, at + 4000));
          }
          client.send("{\"type\": \"end\"}");
        } catch (java.util.concurrent.ExecutionException e) {
          // it was closed before all was sent
        }
        try {
          assertThat(client.awaitClose()).as("stream %d", i).isIn(1000, 1008);
        } catch (java.util.concurrent.ExecutionException e) {
          // Java's client may fail at sending to a stream that is closed before it hears why
          assertThat(e).hasRootCauseInstanceOf(java.io.IOException.class);
          cutOff++;
        }
        client.messages().forEach(m -> Contract.validMessage("StreamMessage", m.json().toString()));
      }
      assertThat(cutOff).isLessThanOrEqualTo(STREAMS / 2);
      service.awaitMetric("emoglot_streams", 0);
    }
  }

  /** What a leak would take more and more of. */
  private record Resources(long heap, int threads, long files) {

    static Resources now() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      return new Resources(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
              ? unix.getOpenFileDescriptorCount()
              : 0);
    }

    void requireLittleMoreThan(Resources before) {
      assertThat(heap).as("heap").isLessThan(before.heap + 24 * MIB);
      assertThat(threads).as("threads").isLessThan(before.threads + 40);
      assertThat(files).as("open files").isLessThan(before.files + 40);
    }
  }
}
