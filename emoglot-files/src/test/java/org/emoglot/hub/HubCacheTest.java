package org.emoglot.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.emoglot.hub.FakeHub.COMMIT;
import static org.emoglot.hub.FakeHub.CONFIG;
import static org.emoglot.hub.FakeHub.LARGE;
import static org.emoglot.hub.FakeHub.NESTED;
import static org.emoglot.hub.FakeHub.REPO;
import static org.emoglot.hub.FakeHub.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.hub.FakeHub.Door;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the cache, and when it is enough. */
class HubCacheTest {

  private static final List<String> EVERYTHING = List.of();
  private static final List<String> PATTERNS = List.of(CONFIG, "*.safetensors", "none-of-*");

  private final FakeHub hub = new FakeHub();

  @TempDir Path folder;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void snapshot_everything_hasTheLayoutOfThePythonClient() throws IOException {
    Path snapshot = hub.client(folder).snapshot(REPO, "main", EVERYTHING);

    assertThat(tree())
        .containsExactlyInAnyOrder(
            ".locks/models--lab--tiny-model/" + hub.etag(NESTED) + ".lock",
            ".locks/models--lab--tiny-model/" + hub.etag(CONFIG) + ".lock",
            ".locks/models--lab--tiny-model/" + hub.etag(LARGE) + ".lock",
            ".locks/models--lab--tiny-model/" + hub.etag("README.md") + ".lock",
            "models--lab--tiny-model/blobs/" + hub.etag(NESTED),
            "models--lab--tiny-model/blobs/" + hub.etag(CONFIG),
            "models--lab--tiny-model/blobs/" + hub.etag(LARGE),
            "models--lab--tiny-model/blobs/" + hub.etag("README.md"),
            "models--lab--tiny-model/refs/main",
            "models--lab--tiny-model/snapshots/%s/%s -> ../../../blobs/%s"
                .formatted(COMMIT, NESTED, hub.etag(NESTED)),
            "models--lab--tiny-model/snapshots/%s/README.md -> ../../blobs/%s"
                .formatted(COMMIT, hub.etag("README.md")),
            "models--lab--tiny-model/snapshots/%s/%s -> ../../blobs/%s"
                .formatted(COMMIT, CONFIG, hub.etag(CONFIG)),
            "models--lab--tiny-model/snapshots/%s/%s -> ../../blobs/%s"
                .formatted(COMMIT, LARGE, hub.etag(LARGE)),
            "models--lab--tiny-model/trees/" + COMMIT + ".json");
    assertThat(folder.resolve("cache/models--lab--tiny-model/refs/main")).hasContent(COMMIT);
    for (String name : List.of(NESTED, CONFIG, LARGE, "README.md")) {
      assertThat(snapshot.resolve(name)).hasBinaryContent(hub.content(name));
    }
  }

  @Test
  void snapshot_withoutLinks_holdsCopies() {
    HubOptions options = hub.options(folder, Map.of("HF_HUB_DISABLE_SYMLINKS", "1"));

    Path file = new HubClient(options).snapshot(REPO, "main", PATTERNS).resolve(LARGE);
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(file).hasBinaryContent(hub.content(LARGE));
  }

  @Test
  void snapshot_patterns_fetchesWhatMatches() {
    Path snapshot = hub.client(folder).snapshot(REPO, "main", PATTERNS);

    assertThat(snapshot).isDirectoryNotContaining("glob:**README.md");
    assertThat(snapshot.resolve(CONFIG)).hasBinaryContent(hub.content(CONFIG));
    assertThat(snapshot.resolve(LARGE)).hasBinaryContent(hub.content(LARGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vocab.json", "*.bin"})
  void snapshot_nothingOfThatName_saysWhatThereIs(String wanted) {
    assertThatThrownBy(() -> hub.client(folder).snapshot(REPO, "main", List.of(wanted)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(wanted)
        .hasMessageContaining("found only [1_Pooling/config.json, README.md, config.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", COMMIT})
  void offline_fullCache_connectsNever(String revision) {
    Path snapshot = hub.client(folder).snapshot(REPO, "main", EVERYTHING);
    int before = hub.requests().size();
    HubClient offline = offline();

    assertThat(offline.snapshot(REPO, revision, EVERYTHING)).isEqualTo(snapshot);
    assertThat(offline.snapshot(REPO, revision, PATTERNS)).isEqualTo(snapshot);
    assertThat(offline.file(REPO, revision, NESTED)).isEqualTo(snapshot.resolve(NESTED));
    assertThat(hub.requests()).hasSize(before);
  }

  @Test
  void offline_notInTheCache_saysWhatWasSoughtAndWhere() {
    hub.client(folder).snapshot(REPO, "main", PATTERNS);
    int before = hub.requests().size();
    String where = folder.resolve("cache/models--lab--tiny-model").toString();

    assertThatThrownBy(() -> offline().snapshot(REPO, "main", List.of("README.md")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[README.md]")
        .hasMessageContaining(where)
        .hasMessageContaining("HF_HUB_OFFLINE");
    assertThatThrownBy(() -> offline().snapshot(REPO, "main", EVERYTHING))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("missing or incomplete");
    assertThatThrownBy(() -> offline().file(REPO, "v2", CONFIG))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("config.json of lab/tiny-model at revision v2")
        .hasMessageContaining(where);
    assertThat(hub.requests()).hasSize(before);
  }

  @Test
  void online_fullCommitInTheCache_connectsNever() {
    Path snapshot = hub.client(folder).snapshot(REPO, "main", EVERYTHING);
    int before = hub.requests().size();
    HubClient client = hub.client(folder);

    assertThat(client.snapshot(REPO, COMMIT, EVERYTHING)).isEqualTo(snapshot);
    assertThat(client.snapshot(REPO, COMMIT, PATTERNS)).isEqualTo(snapshot);
    assertThat(client.snapshot(REPO, COMMIT, List.of(CONFIG, LARGE))).isEqualTo(snapshot);
    assertThat(client.file(REPO, COMMIT, LARGE)).isEqualTo(snapshot.resolve(LARGE));
    assertThat(hub.requests()).hasSize(before);
  }

  @Test
  void online_branchInTheCache_fetchesNoContentAgain() {
    hub.client(folder).snapshot(REPO, "main", EVERYTHING);
    long before = hub.contentBytes();

    hub.client(folder).snapshot(REPO, "main", EVERYTHING);
    hub.client(folder).file(REPO, "main", LARGE);
    assertThat(hub.contentBytes()).isEqualTo(before);
  }

  @Test
  void hubIsDown_cachedRevision_servesWithAWarning() {
    Path snapshot = hub.client(folder).snapshot(REPO, "main", EVERYTHING);
    hub.close();
    List<String> warnings = new ArrayList<>();
    HubClient client = new HubClient(hub.options(folder, Map.of()), warnings(warnings));

    assertThat(client.snapshot(REPO, "main", EVERYTHING)).isEqualTo(snapshot);
    assertThat(client.file(REPO, "main", LARGE)).isEqualTo(snapshot.resolve(LARGE));
    assertThat(warnings)
        .hasSize(2)
        .allMatch(
            warning ->
                warning.startsWith("Using ") && warning.contains("from the cache at " + snapshot))
        .allMatch(warning -> warning.contains("no connection was possible (1 attempts)"));
    assertThatThrownBy(() -> client.file(REPO, "v2", CONFIG))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("3 attempts");
  }

  @Test
  void hubIsBusy_cachedRevision_servesWithAWarning() {
    Path file = hub.client(folder).file(REPO, "main", CONFIG);
    hub.plant(Door.HEAD, status(503));
    List<String> warnings = new ArrayList<>();

    assertThat(
            new HubClient(hub.options(folder, Map.of()), warnings(warnings))
                .file(REPO, "main", CONFIG))
        .isEqualTo(file);
    assertThat(warnings).singleElement().asString().contains("HTTP 503");
  }

  @Test
  void snapshot_damagedBlobOrLink_isMended() throws IOException {
    Path file = hub.client(folder).file(REPO, "main", LARGE);
    Path blob = file.toRealPath();
    Files.write(blob, new byte[10]);
    Files.delete(file);
    assertThat(hub.client(folder).file(REPO, "main", LARGE)).hasBinaryContent(hub.content(LARGE));

    Files.delete(blob); // leaves a link to nothing
    assertThat(hub.client(folder).file(REPO, "main", LARGE)).hasBinaryContent(hub.content(LARGE));
  }

  @Test
  void snapshot_damagedListing_isFetchedAgain() throws IOException {
    hub.client(folder).snapshot(REPO, "main", EVERYTHING);
    Path listing = folder.resolve("cache/models--lab--tiny-model/trees/" + COMMIT + ".json");
    for (String damaged : List.of("{", "[]", "{\"format_version\": 2, \"files\": {}}")) {
      Files.writeString(listing, damaged);
      hub.client(folder).snapshot(REPO, COMMIT, EVERYTHING);
      assertThat(RepositoryTree.read(listing).orElseThrow().files()).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/../b", "/etc/passwd", "a//b", "a\\b", "C:x", "./a"})
  void file_nameThatLeavesItsFolder_isRefused(String name) {
    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", name))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> hub.client(folder).file(REPO, name, CONFIG))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> hub.client(folder).file(name, "main", CONFIG))
        .isInstanceOf(InvalidInputException.class);
    assertThat(hub.requests()).isEmpty();
  }

  private HubClient offline() {
    return new HubClient(hub.options(folder, Map.of("HF_HUB_OFFLINE", "1")));
  }

  private List<String> tree() throws IOException {
    Path cache = folder.resolve("cache");
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> described(cache, file))
          .sorted()
          .toList();
    }
  }

  private static String described(Path cache, Path file) {
    try {
      return cache.relativize(file)
          + (Files.isSymbolicLink(file) ? " -> " + Files.readSymbolicLink(file) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
