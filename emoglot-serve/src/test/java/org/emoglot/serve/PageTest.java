package org.emoglot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emoglot.io.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page, as somebody uses it in Chromium. */
class PageTest {

  private static final String ALL_ANSWERED =
      "document.querySelector('#progress-row').hidden && document.querySelectorAll('#table tbody tr').length > 0";

  @TempDir private static Path folder;
  private static Path downloads;
  private static TestService service;
  private static Browser browser;

  @BeforeAll
  static void open() throws Exception {
    Browser.assumeThere();
    service = TestService.bundled(new Contract());
    downloads = Files.createDirectory(folder.resolve("downloads"));
    List<Path> clips = TestAudio.clips();
    Path microphone =
        Files.write(
            folder.resolve("microphone.wav"),
            TestAudio.wav(TestAudio.recording(clips.subList(0, 4), 1), 16_000));
    browser = Browser.open(microphone, downloads);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
      service.close();
    }
  }

  @BeforeEach
  void begin() {
    browser.go("http://127.0.0.1:" + service.port() + "/");
    browser.await("document.querySelectorAll('#heard li').length > 3");
  }

  private static void give(List<Path> files) {
    browser
        .element("files")
        .sendKeys(files.stream().map(Path::toString).collect(Collectors.joining("\n")));
    browser.await(ALL_ANSWERED);
  }

  private static List<Path> speech(int count) {
    return TestAudio.clips().stream().limit(count).toList();
  }

  private static Path longRecording() throws Exception {
    Path file = folder.resolve("interview.wav");
    if (!Files.exists(file)) {
      List<Path> clips = TestAudio.clips();
      float[] samples =
          TestAudio.recording(
              List.of(
                  clips.get(0),
                  clips.get(5),
                  clips.get(12),
                  clips.get(16),
                  clips.get(8),
                  clips.get(10)),
              0.9);
      Files.write(file, TestAudio.wav(samples, 16_000));
    }
    return file;
  }

  private static String text(String id) {
    return browser.element(id).getText();
  }

  private static Path download(String name) throws InterruptedException {
    Path file = downloads.resolve(name);
    for (int i = 0; i < 200 && !Files.exists(file); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return file;
  }

  @Test
  void record_fromTheMicrophone_showsRunningAndFinalAnswers() throws Exception {
    browser.element("record").click();
    browser.await("/You sound/.test(document.querySelector('#live').textContent)");
    browser.await("document.querySelector('#meter').value > -50");
    browser.element("pause").click();
    String paused = text("clock");
    TimeUnit.MILLISECONDS.sleep(1200);
    assertThat(text("clock")).isEqualTo(paused);
    browser.element("pause").click();
    TimeUnit.MILLISECONDS.sleep(1200);
    browser.element("record").click();
    browser.await(ALL_ANSWERED);

    assertThat(text("table")).containsPattern("(?s)recording 1.wav [0-9.]+ s\\s+.*%");
    assertThat(browser.elements("#segments tbody tr")).isNotEmpty();
    assertThat(browser.elements("#segments tbody button:disabled")).isEmpty();
  }

  @Test
  void files_ofFiveFormatsAndOneThatIsNoAudio_areAnsweredOrRefused() throws Exception {
    Path audio = TestAudio.home().resolve("emoglot-ffmpeg/src/test/resources/audio");
    Path text = Files.writeString(folder.resolve("notes.txt"), "no audio");

    give(
        Stream.concat(
                Stream.of("opus.ogg", "id3.mp3", "aac.m4a", "wide.amr").map(audio::resolve),
                Stream.of(TestAudio.clip(), text))
            .toList());

    List<WebElement> rows = browser.elements("#table tbody tr");
    assertThat(rows).hasSize(6);
    assertThat(rows.subList(0, 5))
        .allSatisfy(
            row -> assertThat(row.getText()).containsPattern("(?s)[0-9.]+ s\\s+(.*%|no speech)"));
    assertThat(rows.get(5).getText()).contains("Expected WAV");
  }

  @Test
  void drop_ofFiveFormatsAndNoAudio_isTheSameAsChoosingThem() {
    Path audio = TestAudio.home().resolve("emoglot-ffmpeg/src/test/resources/audio");
    List<Path> files =
        Stream.concat(
                Stream.of("opus.webm", "bare.mp3", "aac.m4a", "narrow.amr").map(audio::resolve),
                Stream.of(TestAudio.clip()))
            .toList();
    List<Object> words = new ArrayList<>();
    for (Path file : files) {
      words.add(String.valueOf(file.getFileName()));
      words.add(Base64.getEncoder().encodeToString(TestAudio.bytes(file)));
    }
    words.addAll(List.of("zeros.bin", "AAAAAAAAAAAAAAAA"));
    browser.run(
        "const data = new DataTransfer(), words = arguments;"
            + "for (let i = 0; i < words.length; i += 2)"
            + " data.items.add(new File([Uint8Array.from(atob(words[i + 1]), (c) => c.charCodeAt(0))], words[i]));"
            + "document.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));",
        words.toArray());
    browser.await("document.querySelectorAll('#table tbody tr').length === 6");
    browser.await(ALL_ANSWERED);

    List<WebElement> rows = browser.elements("#table tbody tr");
    assertThat(rows).hasSize(6);
    for (int i = 0; i < 5; i++) {
      assertThat(rows.get(i).getText())
          .contains(String.valueOf(files.get(i).getFileName()))
          .containsPattern("(?s)[0-9.]+ s\\s+(.*%|no speech)");
    }
    assertThat(rows.get(5).getText()).contains("zeros.bin", "Expected");
  }

  /** What the recorder of a browser gives is a stream, and its answer that to the whole file. */
  @Test
  void recorder_ofTheBrowser_streamsOpusWithTheAnswerToTheWhole() throws Exception {
    String said =
        String.valueOf(
            browser
                .driver()
                .executeAsyncScript(
                    """
                    const done = arguments[arguments.length - 1];
                    (async () => {
                      const media = await navigator.mediaDevices.getUserMedia({ audio: true });
                      const recorder = new MediaRecorder(media, { mimeType: "audio/webm;codecs=opus" });
                      const socket = new WebSocket(`ws://${location.host}/v1/stream?format=opus`);
                      const messages = [], chunks = [];
                      socket.onmessage = (event) => messages.push(JSON.parse(event.data));
                      await new Promise((opened) => (socket.onopen = opened));
                      let sent = Promise.resolve();
                      recorder.ondataavailable = (event) => {
                        chunks.push(event.data);
                        sent = sent.then(async () => socket.send(await event.data.arrayBuffer()));
                      };
                      recorder.start(200);
                      await new Promise((passed) => setTimeout(passed, 10000));
                      await new Promise((stopped) => {
                        recorder.onstop = stopped;
                        recorder.stop();
                      });
                      media.getTracks().forEach((track) => track.stop());
                      await sent;
                      socket.send('{"type": "end"}');
                      await new Promise((closed) => (socket.onclose = closed));
                      const body = new Blob(chunks);
                      const whole = await (await fetch("/v1/predict", { method: "POST", body })).json();
                      done(JSON.stringify({ messages, whole }));
                    })().catch((failure) => done(JSON.stringify({ failure: String(failure) })));
                    """));
    JsonNode answers = Json.mapper().readTree(said);
    JsonNode messages = answers.get("messages");

    assertThat(messages).as(said).isNotNull();
    ObjectNode end = messages.get(messages.size() - 1).deepCopy();
    assertThat(end.remove("type").asText()).isEqualTo("end");
    assertThat(end).isEqualTo(answers.at("/whole/predictions/0"));
    assertThat(end.get("seconds").asDouble()).isGreaterThan(8);
    assertThat(messages.findValuesAsText("type")).contains("ready", "speech", "running", "segment");
  }

  @Test
  void adapt_showsAnswersBeforeAndAfter() {
    give(speech(8));
    String before = text("table");
    browser.element("adapt").click();
    browser.await("/Adapted to/.test(document.querySelector('#adapt-note').textContent)");

    assertThat(text("adapt-note")).contains("Adapted to 8 clips");
    assertThat(browser.elements("#table tbody tr:first-child td")).hasSize(5);
    assertThat(text("detail-title")).contains("(adapted)");
    browser.element("adapt").click();
    browser.await("document.querySelector('#adapt-note').hidden");
    assertThat(text("table")).isEqualTo(before);
    assertThat(service.get("/v1/adaptations").body()).doesNotContain("\"clips\":8");
  }

  @Test
  void export_givesJsonCsvAndAudacityLabels() throws Exception {
    give(List.of(longRecording()));
    browser.element("export-json").click();
    browser.element("export-csv").click();
    browser.element("export-labels").click();

    JsonNode json = Json.read(download("emotions.json"));
    int segments = json.at("/recordings/0/segments").size();
    assertThat(segments).isGreaterThan(2);
    assertThat(Files.readAllLines(download("emotions.csv")))
        .hasSize(1 + segments)
        .first()
        .asString()
        .startsWith("file,start,end,label,uncertain,neutral");
    assertThat(Files.readAllLines(download("interview.wav.txt")))
        .hasSize(segments)
        .allSatisfy(
            line -> assertThat(line).matches("[0-9.]+\t[0-9.]+\t[a-z]+( \\(uncertain\\))?"));
  }

  @Test
  void segments_arePlayedFromTheTableAndFromTheWaveform() throws Exception {
    give(List.of(longRecording()));
    browser.await("document.querySelectorAll('#segments tbody button:not(:disabled)').length > 2");
    browser.run(
        "window.started = []; const start = AudioBufferSourceNode.prototype.start;"
            + "AudioBufferSourceNode.prototype.start = function (...a) { started.push(a); return start.apply(this, a); };");
    browser.elements("#segments tbody button").get(1).click();
    browser.element("wave").click();

    double start = ((Number) browser.run("return started[0][1]")).doubleValue();
    double length = ((Number) browser.run("return started[0][2]")).doubleValue();
    double middle = ((Number) browser.run("return started[1][1]")).doubleValue();
    double seconds = ((Number) browser.run("return started[1][1] + started[1][2]")).doubleValue();
    assertThat(start).isGreaterThan(0.5);
    assertThat(length).isBetween(0.3, 8.0);
    assertThat(middle / seconds).isBetween(0.45, 0.55);
  }

  @Test
  void keyboard_aloneReachesAndWorksEverything() throws Exception {
    give(speech(2));
    Actions keys = new Actions(browser.driver());
    java.util.Set<String> reached = new java.util.LinkedHashSet<>();
    browser.run("document.activeElement.blur(); window.scrollTo(0, 0)");
    for (int i = 0; i < 60; i++) {
      keys.sendKeys(Keys.TAB).perform();
      reached.add(
          String.valueOf(
              browser.run(
                  "const e = document.activeElement; return e.id || e.getAttribute('aria-label') || e.textContent")));
    }
    assertThat(reached)
        .contains(
            "record",
            "files",
            "folder",
            "adapt",
            "Show angry_01.flac",
            "Remove angry_01.flac",
            "export-json",
            "export-csv",
            "clear",
            "export-labels",
            "wave",
            "Play segment 1");
    browser.run("document.getElementById('adapt').focus()");
    keys.sendKeys(Keys.SPACE).perform();
    browser.await("/Adapted to/.test(document.querySelector('#adapt-note').textContent)");
    browser.run("document.querySelector('[aria-label=\"Show angry_07.flac\"]').focus()");
    keys.sendKeys(Keys.ENTER).perform();
    browser.await("/angry_07/.test(document.querySelector('#detail-title').textContent)");
  }

  @Test
  void controls_haveNamesForScreenReaders() throws Exception {
    give(List.of(longRecording()));

    Object nameless =
        browser.run(
            "return [...document.querySelectorAll('button,input,select,canvas,progress,meter,[role=img]')]"
                + ".filter(e => !e.closest('[hidden]') && !e.parentElement.closest('[role=img]') && !e.textContent.trim() && !e.getAttribute('aria-label')"
                + " && !(e.labels && e.labels.length)).map(e => e.outerHTML)");
    assertThat((List<?>) nameless).isEmpty();
    assertThat(browser.element("wave").getAttribute("aria-label"))
        .contains("Waveform of", " from ");
  }

  @Test
  void page_asksNobodyElseAndFitsEveryWidth() throws Exception {
    give(Stream.concat(Stream.of(longRecording()), speech(5).stream()).toList());
    browser.element("adapt").click();
    browser.await("/Adapted to/.test(document.querySelector('#adapt-note').textContent)");
    Path shots = Files.createDirectories(Path.of("target", "screenshots"));
    for (boolean dark : new boolean[] {false, true}) {
      browser.scheme(dark);
      for (int width : new int[] {360, 768, 1440}) {
        byte[] png = browser.screenshot(width);
        Files.write(shots.resolve((dark ? "dark-" : "light-") + width + ".png"), png);
        Object wider =
            browser.run(
                "return [...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll table'))"
                    + ".filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
                    + ".map(e => e.tagName + ' ' + (e.id || e.className))");
        assertThat((List<?>) wider).as("wider than %d", width).isEmpty();
        assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
            .isLessThanOrEqualTo(width);
      }
    }
    browser.scheme(false);
    browser.driver().executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    Object foreign =
        browser.run(
            "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin) && !n.startsWith('blob:'))");
    assertThat((List<?>) foreign).isEmpty();
    browser.go("http://127.0.0.1:" + service.port() + "/docs");
    browser.await("document.querySelectorAll('.opblock').length > 8");
    assertThat(
            (List<?>)
                browser.run(
                    "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin))"))
        .isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }
}
