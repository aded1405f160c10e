package org.emoglot.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.emoglot.hub.FakeHub.COMMIT;
import static org.emoglot.hub.FakeHub.CONFIG;
import static org.emoglot.hub.FakeHub.LARGE;
import static org.emoglot.hub.FakeHub.LARGE_BYTES;
import static org.emoglot.hub.FakeHub.REPO;
import static org.emoglot.hub.FakeHub.TOKEN;
import static org.emoglot.hub.FakeHub.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.hub.FakeHub.Door;
import org.emoglot.hub.FakeHub.Fault;
import org.emoglot.hub.FakeHub.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers and networks do to a download. */
class HubFaultsTest {

  private final FakeHub hub = new FakeHub();

  @TempDir Path folder;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void file_cutAtEveryTenth_resumesAndFetchesEachByteOnce() throws IOException {
    for (int tenth = 0; tenth < 10; tenth++) {
      hub.plant(Door.CDN, hub.cutAt(LARGE_BYTES * tenth / 10));
    }

    assertWhole(hub.client(folder).file(REPO, "main", LARGE));
    assertThat(hub.contentBytes()).isEqualTo(LARGE_BYTES);
    assertThat(hub.requests(Door.CDN)).hasSize(11);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void file_cutAtATenthInAnEarlierCall_resumesThere(int tenth) throws IOException {
    int cut = LARGE_BYTES * tenth / 10;
    hub.plant(Door.CDN, hub.cutAt(cut), hub.cutAt(cut), hub.cutAt(cut), hub.cutAt(cut));
    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", LARGE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("the connection broke");
    assertThat(snapshotFiles()).isEmpty();

    assertWhole(hub.client(folder).file(REPO, "main", LARGE));
    assertThat(hub.contentBytes()).isEqualTo(LARGE_BYTES);
    assertThat(hub.requests(Door.CDN))
        .last()
        .extracting(Request::range)
        .isEqualTo("bytes=" + cut + "-");
  }

  @Test
  void file_serverWithoutRanges_startsAnew() throws IOException {
    hub.plant(Door.CDN, hub.cutAt(LARGE_BYTES / 2), hub.fromTheStart());

    assertWhole(hub.client(folder).file(REPO, "main", LARGE));
    assertThat(hub.contentBytes()).isEqualTo(LARGE_BYTES / 2 + LARGE_BYTES);
  }

  @Test
  void file_serverRefusesToResume_startsAnew() throws IOException {
    hub.plant(Door.CDN, hub.cutAt(LARGE_BYTES / 2), status(416));

    assertWhole(hub.client(folder).file(REPO, "main", LARGE));
    assertThat(hub.contentBytes()).isEqualTo(LARGE_BYTES / 2 + LARGE_BYTES);
  }

  @Test
  void file_wrongContentOnce_isFetchedAnewWithAWarning() throws IOException {
    List<String> warnings = new ArrayList<>();
    hub.plant(Door.CDN, hub.wrongContent());

    assertWhole(
        new HubClient(hub.options(folder, Map.of()), warnings(warnings)).file(REPO, "main", LARGE));
    assertThat(warnings).singleElement().asString().contains("wrong checksum");
    assertThat(hub.requests(Door.CDN)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({LARGE + ",CDN", CONFIG + ",GET"})
  void file_wrongContentTwice_isRefusedAndLeavesNothing(String name, Door door) throws IOException {
    hub.plant(door, hub.wrongContent(), hub.wrongContent());

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", name))
        .isInstanceOf(HubException.class)
        .hasMessageContaining(hub.etag(name))
        .hasMessageContaining("each of 2 downloads, now deleted");
    assertThat(hub.requests(door)).hasSize(2);
    assertThat(blobs()).isEmpty();
    assertThat(snapshotFiles()).isEmpty();
  }

  @Test
  void file_redirectToAnotherPort_takesNoTokenThere() throws IOException {
    HubOptions options = hub.options(folder, Map.of("HF_TOKEN", TOKEN));

    assertWhole(new HubClient(options).snapshot(REPO, "main", List.of(LARGE)).resolve(LARGE));
    assertThat(hub.requests(Door.CDN)).extracting(Request::authorization).containsExactly("");
    assertThat(hub.requests())
        .filteredOn(request -> request.door() != Door.CDN)
        .hasSize(5)
        .extracting(Request::authorization)
        .containsOnly("Bearer " + TOKEN);
    assertThat(options.toString()).doesNotContain(TOKEN);
  }

  @Test
  void file_headOfALargeFile_doesNotFollowToTheNetwork() {
    hub.plant(Door.CDN, status(403), status(403));

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", LARGE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("to which the hub redirects, found HTTP 403");
    assertThat(hub.requests())
        .extracting(Request::door)
        .containsExactly(Door.HEAD, Door.GET, Door.CDN);
  }

  @Test
  void file_renamedRepository_followsWithinTheHub() throws IOException {
    String location = "/" + REPO + "/resolve/main/" + CONFIG;
    hub.plant(Door.HEAD, status(307, "Location", location));
    hub.plant(Door.GET, status(307, "Location", location));

    Path file = hub.client(folder).file("old/name", "main", CONFIG);
    assertThat(file).hasBinaryContent(hub.content(CONFIG));
  }

  @ParameterizedTest
  @CsvSource({"ftp://127.0.0.1/x", "file:///etc/passwd"})
  void file_redirectToNoWebAddress_isRefused(String location) {
    hub.plant(Door.GET, status(302, "Location", location));

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", LARGE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining(location);
  }

  @Test
  void file_redirectsInACircle_isRefused() {
    Fault circle = status(302, "Location", "/" + REPO + "/resolve/main/" + CONFIG);
    for (int i = 0; i < 11; i++) {
      hub.plant(Door.GET, circle);
    }

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", CONFIG))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("more than 10 redirects");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "GET", "CDN"})
  void file_serverIsSilentOnce_isAskedAgain(Door door) throws IOException {
    hub.plant(door, hub.silence());
    HubOptions options =
        hub.options(folder, Map.of())
            .withPatience(Duration.ofMillis(400), 20, Duration.ofMillis(1), Duration.ofSeconds(2));

    assertWhole(new HubClient(options).file(REPO, "main", LARGE));
  }

  @Test
  void file_serverFallsSilentInTheMiddle_resumes() throws IOException {
    hub.plant(Door.CDN, hub.pauseAt(LARGE_BYTES / 2, new CountDownLatch(1)));
    HubOptions options =
        hub.options(folder, Map.of())
            .withPatience(Duration.ofMillis(400), 20, Duration.ofMillis(1), Duration.ofSeconds(2));

    assertWhole(new HubClient(options).file(REPO, "main", LARGE));
    assertThat(hub.contentBytes()).isEqualTo(LARGE_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void file_busyTwice_isAskedAgain(int status) throws IOException {
    hub.plant(Door.HEAD, status(status), status(status));
    hub.plant(Door.CDN, status(status), status(status));

    assertWhole(hub.client(folder).file(REPO, "main", LARGE));
    assertThat(hub.requests(Door.HEAD)).hasSize(3);
    assertThat(hub.requests(Door.CDN)).hasSize(3);
  }

  @Test
  void file_busyAlways_isRefusedAfterTheAttempts() {
    hub.plant(Door.HEAD, status(429), status(429), status(429), status(429));

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", LARGE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("HTTP 429 (too many requests) at each of 3 attempts");
    assertThat(hub.requests(Door.HEAD)).hasSize(3);
  }

  @Test
  void file_retryAfter_isHonoured() {
    hub.plant(Door.HEAD, status(429, "Retry-After", "1"));
    long start = System.nanoTime();

    hub.client(folder).file(REPO, "main", CONFIG);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void file_retryAfterTooLong_isNotWaitedFor() {
    hub.plant(Door.HEAD, status(429, "Retry-After", "3600"));

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", CONFIG))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("try again in 3600 seconds");
    assertThat(hub.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|GatedRepo|''|accept the conditions at|give a token of that account in HF_TOKEN",
        "403|GatedRepo|hf_secret|accept the conditions at|with the account of your HF_TOKEN",
        "401|RepoNotFound|''|found no access|give a token in HF_TOKEN if it is private",
        "401|''|hf_secret|found no access|that the token in HF_TOKEN is valid",
        "403|''|''|found no access|give a token in HF_TOKEN",
        "404|RepoNotFound|''|Expected the repository lab/tiny-model|check its spelling",
        "404|RevisionNotFound|''|Expected the revision main|no such branch, tag or commit",
        "404|EntryNotFound|''|Expected the file config.json|no such file",
        "404|''|''|found nothing at|check the names",
        "407|''|''|the proxy asks for a login|user:password",
      })
  void file_refused_saysWhyAndWhatToDo(
      int status, String code, String token, String why, String what) {
    hub.plant(Door.HEAD, code.isEmpty() ? status(status) : status(status, "X-Error-Code", code));
    HubOptions options = hub.options(folder, Map.of("HF_TOKEN", token));

    assertThatThrownBy(() -> new HubClient(options).file(REPO, "main", CONFIG))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("HTTP " + status)
        .hasMessageContaining(why)
        .hasMessageContaining(what)
        .hasMessageNotContaining(TOKEN);
    assertThat(hub.requests()).hasSize(1);
  }

  @Test
  void snapshot_unknownRepository_isRefused() {
    assertThatThrownBy(() -> hub.client(folder).snapshot("lab/other", "main", List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lab/other");
  }

  @Test
  void file_answerOfAnotherKindOfServer_isRefused() {
    hub.plant(Door.HEAD, status(200, "Content-Type", "text/html"));

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", CONFIG))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("without X-Repo-Commit")
        .hasMessageContaining("asks for a login");
  }

  @ParameterizedTest
  @CsvSource({
    "../../outside," + COMMIT,
    "a/b," + COMMIT,
    ".hidden," + COMMIT,
    "0123abc,../../outside",
    "0123abc,main"
  })
  void file_hostileMetadata_isRefusedAndWritesNothing(String etag, String commit)
      throws IOException {
    hub.plant(
        Door.HEAD, status(302, "Location", "/x", "X-Linked-Etag", etag, "X-Repo-Commit", commit));

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", CONFIG))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("from the hub");
    assertThat(Files.exists(folder.resolve("cache"))).isFalse();
  }

  @Test
  void snapshot_hostileListing_isRefusedAndWritesNothing() {
    Fault listing =
        (exchange, content) -> {
          byte[] json =
              "[{\"type\": \"file\", \"path\": \"../../outside\", \"size\": 1}]"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, json.length);
          exchange.getResponseBody().write(json);
        };
    hub.plant(Door.API, listing);

    assertThatThrownBy(() -> hub.client(folder).snapshot(REPO, COMMIT, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("../../outside");
    assertThat(Files.exists(folder.resolve("cache"))).isFalse();
  }

  @Test
  void snapshot_listingThatGoesOnAtNoAddress_isRefusedAndWritesNothing() {
    Fault listing =
        (exchange, content) -> {
          byte[] json = "[]".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Link", "<http://[half an address>; rel=\"next\"");
          exchange.sendResponseHeaders(200, json.length);
          exchange.getResponseBody().write(json);
        };
    hub.plant(Door.API, listing);

    assertThatThrownBy(() -> hub.client(folder).snapshot(REPO, COMMIT, List.of()))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("without an address in its Link header");
    assertThat(Files.exists(folder.resolve("cache"))).isFalse();
  }

  @Test
  void file_largerThanTheDisk_isRefusedBeforeTheDownload() throws IOException {
    hub.plant(
        Door.HEAD,
        status(
            302,
            "Location",
            "/x",
            "X-Linked-Etag",
            hub.etag(LARGE),
            "X-Linked-Size",
            String.valueOf(1L << 58),
            "X-Repo-Commit",
            COMMIT));

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", LARGE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("Expected %d free bytes".formatted(1L << 58))
        .hasMessageContaining("HF_HUB_CACHE");
    assertThat(hub.requests()).hasSize(1);
    assertThat(blobs()).isEmpty();
  }

  @Test
  void file_longerThanAnnounced_isRefused() throws IOException {
    Fault shorter =
        status(
            302,
            "Location",
            "/x",
            "X-Linked-Etag",
            hub.etag(LARGE),
            "X-Linked-Size",
            "1000",
            "X-Repo-Commit",
            COMMIT);
    hub.plant(Door.HEAD, shorter);

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", LARGE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("found other content");
    assertThat(blobs()).isEmpty();
  }

  @Test
  void file_noNetwork_saysWhatToCheck() {
    HubOptions options = hub.options(folder, Map.of("HF_ENDPOINT", "http://hub.invalid"));

    assertThatThrownBy(() -> new HubClient(options).file(REPO, "main", CONFIG))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("the host hub.invalid is unknown (3 attempts)")
        .hasMessageContaining("HF_HUB_OFFLINE=1");
  }

  @Test
  void file_cacheIsAFile_isRefused() throws IOException {
    Files.writeString(folder.resolve("cache"), "not a folder");

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", CONFIG))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("Expected a readable and writable cache")
        .hasMessageContaining(folder.resolve("cache").toString());
  }

  private void assertWhole(Path file) throws IOException {
    assertThat(file).hasBinaryContent(hub.content(LARGE));
    assertThat(blobs()).containsExactly(hub.etag(LARGE));
  }

  private List<String> blobs() throws IOException {
    return names(folder.resolve("cache/models--lab--tiny-model/blobs"));
  }

  private List<String> snapshotFiles() throws IOException {
    return names(folder.resolve("cache/models--lab--tiny-model/snapshots"));
  }

  private static List<String> names(Path parent) throws IOException {
    if (!Files.exists(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children.map(child -> String.valueOf(child.getFileName())).toList();
    }
  }

  private static HubListener warnings(List<String> warnings) {
    return new HubListener() {
      @Override
      public void warning(String sentence) {
        warnings.add(sentence);
      }
    };
  }
}
