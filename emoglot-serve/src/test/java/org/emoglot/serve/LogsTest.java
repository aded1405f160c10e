package org.emoglot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a service logs, even if it is asked to log much, tells nothing of a client. */
class LogsTest {

  private static final String NAME = "Maria-Schmidt-interview";

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("org.emoglot");
  private final Keeping kept = new Keeping();
  private Level ourLevel;

  @TempDir private Path folder;

  private static final class Keeping extends AppenderBase<ILoggingEvent> {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(
          event.getFormattedMessage()
              + (event.getThrowableProxy() == null
                  ? ""
                  : ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
  }

  @BeforeEach
  void keep() {
    ourLevel = ours.getLevel();
    ours.setLevel(Level.TRACE); // and of the server the warnings, as the command line has it
    root.detachAndStopAllAppenders();
    kept.start();
    root.addAppender(kept);
  }

  @AfterEach
  void forget() {
    root.detachAppender(kept);
    ours.setLevel(ourLevel);
  }

  @Test
  void logs_nameNoRecordingNoClientAndNothingOfARequest() throws Exception {
    BlockingScorer scorer = new BlockingScorer();
    byte[] clip = TestAudio.bytes(TestAudio.clip());
    Path text = Files.writeString(folder.resolve(NAME + ".txt"), NAME);
    Path audio = Files.write(folder.resolve(NAME + ".flac"), clip);
    byte[] damaged = clip.clone();
    java.util.Arrays.fill(damaged, 200, damaged.length, (byte) 0x5a);
    try (TestService service = TestService.of(scorer, TestService.LIMITS, new Contract())) {
      service.form("/v1/predict", "file", audio, "file", text);
      service.form("/v1/predict", "model", NAME, "file", audio);
      service.post("/v1/predict?adapt=" + NAME, clip);
      service.post("/v1/timeline", damaged);
      service.post("/v1/adaptations?running=true&name=" + NAME, new byte[0]);
      service.get("/v1/adaptations/" + NAME);
      service.post("/models/" + NAME, clip);
      RawClient.ask(service.port(), "GET /" + NAME + " HTTP/1.1", "Host: " + NAME);
      RawClient.ask(service.port(), "NONSENSE " + NAME, "Cookie: " + NAME);
      StreamClient stream = StreamClient.open(service, "?format=opus");
      stream.send(NAME.getBytes(StandardCharsets.UTF_8), 0, NAME.length());
      stream.awaitClose();
      try (Socket socket = new Socket("127.0.0.1", service.port())) {
        RawClient.send(socket, "POST /v1/predict?x=" + NAME, "Content-Length: 1000");
      }
      scorer.fail();
      service.form("/v1/predict", "file", audio);
      StreamClient failing = StreamClient.open(service, "");
      byte[] pcm = TestAudio.pcm(TestAudio.recording(TestAudio.clips().subList(0, 2), 0.8));
      failing.send(pcm, 0, pcm.length);
      failing.send("{\"type\": \"end\"}");
      failing.awaitClose();
    }

    assertThat(kept.lines).as("requests, and two bugs").hasSizeGreaterThan(8);
    assertThat(String.join("\n", kept.lines))
        .contains("IllegalStateException", "POST /v1/predict 200")
        .doesNotContain(NAME, "Maria", "/secret/place", "emoglot-serve-", "127.0.0.1", "fLaC");
  }
}
