package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.doctor.Surroundings;
import org.emoglot.io.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own, which is told to end while it works. */
class ServeProcessTest {

  private static final int REQUESTS = 12;
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;
  private Process process;
  private String address;

  @BeforeEach
  void start() throws Exception {
    Path said = folder.resolve("said");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Demoglot.home=" + System.getProperty("emoglot.home"),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "org.emoglot.cli.Main",
                "serve")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("EMOGLOT_PORT", "0");
    process = builder.start();
    for (int i = 0; i < 1200 && address == null; i++) {
      TimeUnit.MILLISECONDS.sleep(100);
      assertThat(process.isAlive()).as("alive; said %s", Files.readString(said)).isTrue();
      Matcher found = ADDRESS.matcher(Files.readString(said));
      address = found.find() ? found.group() : null;
    }
    assertThat(address).isNotNull();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  /** 40 s of speech, which takes a moment to answer. */
  private static byte[] recording() {
    Path clip = Surroundings.ofThisProcess().demo().resolve("de/f1/sad_01.flac");
    float[] samples = new AudioReader(AudioOptions.defaults()).read(clip).samples();
    int times = 40 * 16_000 / samples.length;
    ByteBuffer bytes =
        ByteBuffer.allocate(44 + 2 * times * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(bytes.capacity() - 8);
    bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    bytes.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
    bytes.putShort((short) 2).putShort((short) 16);
    bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes.capacity() - 44);
    for (int i = 0; i < times * samples.length; i++) {
      bytes.putShort((short) Math.round(32_767 * samples[i % samples.length]));
    }
    return bytes.array();
  }

  private HttpRequest request(String path, byte[] body) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private String get(String path) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(address + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void sigterm_inTheMiddle_losesNoAcceptedRequest() throws Exception {
    byte[] recording = recording();
    List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      accepted.add(
          client.sendAsync(
              request("/v1/timeline", recording), HttpResponse.BodyHandlers.ofString()));
    }
    for (int i = 0; i < 600; i++) {
      if (get("/metrics").contains("emoglot_requests_accepted %d.0".formatted(REQUESTS))) {
        break;
      }
      assertThat(accepted)
          .as("all are accepted before the first is answered")
          .noneMatch(CompletableFuture::isDone);
      TimeUnit.MILLISECONDS.sleep(5);
    }

    process.destroy(); // SIGTERM

    HttpResponse<String> late = lateAnswer();
    List<String> answers = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> one : accepted) {
      HttpResponse<String> response = one.get(120, TimeUnit.SECONDS);
      assertThat(response.statusCode()).isEqualTo(200);
      answers.add(response.body());
    }
    assertThat(answers).containsOnly(answers.get(0));
    assertThat(Json.mapper().readTree(answers.get(0)).get("segments").size()).isGreaterThan(3);
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.headers().firstValue("Retry-After")).isPresent();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("ended by SIGTERM").isEqualTo(143);
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left.filter(file -> file.toString().contains("emoglot-serve"))).isEmpty();
    }
  }

  /** Waits until the service says that it stops, and gives how it answers who comes then. */
  private HttpResponse<String> lateAnswer() throws Exception {
    for (int i = 0; i < 1000 && !get("/health/ready").contains("stopping"); i++) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return client.send(request("/v1/predict", new byte[100]), HttpResponse.BodyHandlers.ofString());
  }
}
