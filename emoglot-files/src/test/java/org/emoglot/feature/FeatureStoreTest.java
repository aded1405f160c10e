package org.emoglot.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.emoglot.feature.Clips.CHANNELS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Sha256;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureStoreTest {

  private static final long PLENTY = 1L << 30;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  private FeatureStore open() {
    return open(PLENTY);
  }

  private FeatureStore open(long maxBytes) {
    return FeatureStore.open(new FeatureStoreOptions(folder, maxBytes), warnings::add);
  }

  /** Opened some minutes after the start, at which the clock stays. */
  private FeatureStore openAt(int minute, long maxBytes) {
    return FeatureStore.open(
        new FeatureStoreOptions(folder, maxBytes),
        Clock.fixed(START.plus(Duration.ofMinutes(minute)), ZoneOffset.UTC),
        warnings::add);
  }

  private static PreparedClip get(FeatureStore store, int number) {
    return store.get(Clips.key(number)).orElseThrow();
  }

  private List<Path> entries() {
    if (!Files.exists(folder.resolve("entries"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder.resolve("entries"))) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long bytes() {
    return FeatureStore.usage(folder).bytes();
  }

  private List<Path> writing() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("writing"))) {
      return files.toList();
    }
  }

  // ------------------------------------------------------------------------- what is kept

  @Test
  void get_afterPutAndInAnotherStore_isWhatWasPut() throws IOException {
    FeatureStore first = open();
    assertThat(first.get(Clips.key(1))).isEmpty();
    PreparedClip put = Clips.put(first, 1);

    for (PreparedClip clip : List.of(put, get(first, 1), get(open(), 1))) {
      assertThat(clip.channels()).isEqualTo(CHANNELS);
      assertThat(clip.frames()).isEqualTo(Clips.values(1).length / CHANNELS);
      assertThat(clip.copy()).containsExactly(Clips.values(1));
      assertThat(clip.copy(3, 7))
          .containsExactly(Arrays.copyOfRange(Clips.values(1), 3 * CHANNELS, 7 * CHANNELS));
      assertThatThrownBy(() -> clip.copy(3, clip.frames() + 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(open().get(Clips.key(2))).isEmpty();
    assertThat(bytes()).isEqualTo(Clips.bytes(1));
    assertThat(writing()).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void put_everyType_isTheSameBitsKeptOrNot(FeatureType type) {
    FeatureKey key = Clips.key(1, type);
    float[] values = Clips.values(1);
    FeatureStore store = open();
    float[] computed = store.put(key, values, CHANNELS).copy();

    assertThat(store.get(key).orElseThrow().copy()).containsExactly(computed);
    assertThat(open().get(key).orElseThrow().copy()).containsExactly(computed);
    assertThat(FeatureCache.NONE.put(key, values, CHANNELS).copy()).containsExactly(computed);
    assertThat(bytes()).isEqualTo(64 + (long) values.length * (type == FeatureType.FP32 ? 4 : 2));
    if (type == FeatureType.FP32) {
      assertThat(computed).containsExactly(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        assertThat(Math.abs(computed[i] - values[i]))
            .isLessThanOrEqualTo(Math.abs(values[i]) / 256);
      }
    }
  }

  @Test
  void get_everyPartOfTheKey_tells() {
    String a = Sha256.of("a");
    String b = Sha256.of("b");
    List<FeatureKey> keys =
        List.of(
            new FeatureKey(a, a, "c", "features", FeatureType.FP32),
            new FeatureKey(b, a, "c", "features", FeatureType.FP32),
            new FeatureKey(a, b, "c", "features", FeatureType.FP32),
            new FeatureKey(a, a, "d", "features", FeatureType.FP32),
            new FeatureKey(a, a, "c", "layer-3", FeatureType.FP32),
            new FeatureKey(a, a, "c", "features", FeatureType.BF16));
    FeatureStore store = open();
    for (int i = 0; i < keys.size(); i++) {
      store.put(keys.get(i), new float[] {i, i + 1}, 1);
    }
    for (int i = 0; i < keys.size(); i++) {
      assertThat(store.get(keys.get(i)).orElseThrow().copy()).containsExactly(i, i + 1);
    }
    assertThat(entries()).hasSameSizeAs(keys);
  }

  @Test
  void put_twice_keepsOne() {
    FeatureStore store = open();
    Clips.put(store, 1);
    assertThat(Clips.put(store, 1).copy()).containsExactly(Clips.values(1));
    assertThat(Clips.put(open(), 1).copy()).containsExactly(Clips.values(1));
    assertThat(entries()).hasSize(1);
    assertThat(bytes()).isEqualTo(Clips.bytes(1));
  }

  @Test
  void put_entry_isAsDocumented() throws IOException {
    FeatureKey key = Clips.key(4);
    open().put(key, new float[] {1, -2, 3, 4, 5, 6}, 3);

    String digest =
        Sha256.of(
            String.join(
                "\n",
                "emoglot-features 2",
                key.clip(),
                key.backbone(),
                "a test",
                "features",
                "fp32"));
    Path file =
        folder.resolve("entries").resolve(digest.substring(0, 2)).resolve(digest.substring(2));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(0, magic);
    assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("EMOGLOTF");
    assertThat(IntStream.of(8, 12, 16, 20).map(bytes::getInt)).containsExactly(1, 1, 2, 3);
    byte[] keyBytes = new byte[32];
    bytes.get(24, keyBytes);
    assertThat(HexFormat.of().formatHex(keyBytes)).isEqualTo(digest);
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(64, 24));
    assertThat(bytes.getInt(56)).isEqualTo((int) crc.getValue());
    crc.reset();
    crc.update(bytes.slice(0, 60));
    assertThat(bytes.getInt(60)).isEqualTo((int) crc.getValue());
    assertThat(bytes.capacity()).isEqualTo(64 + 24);
    assertThat(bytes.getFloat(64 + 4)).isEqualTo(-2);
    assertThat(folder.resolve("CACHEDIR.TAG")).content().startsWith("Signature: 8a477f597d28d172");
  }

  // ------------------------------------------------------------------------- the bound

  @Test
  void put_beyondTheLimit_evictsTheLeastRecentlyUsed() {
    long limit = 40 * Clips.bytes(0); // of clips of various sizes
    FeatureStore first = openAt(0, PLENTY);
    for (int i = 0; i < 40; i++) {
      Clips.put(first, i);
    }
    FeatureStore second = openAt(1, PLENTY);
    for (int i = 0; i < 10; i++) {
      get(second, i);
    }

    FeatureStore third = openAt(2, limit);
    Set<Integer> newer = new HashSet<>();
    for (int i = 100; i < 115; i++) {
      Clips.put(third, i);
      newer.add(i);
      assertThat(bytes()).as("after clip %d", i).isLessThanOrEqualTo(limit);
    }
    FeatureStore last = openAt(3, PLENTY);
    for (int i = 0; i < 10; i++) {
      assertThat(last.get(Clips.key(i))).as("used later: %d", i).isPresent();
    }
    newer.forEach(i -> assertThat(last.get(Clips.key(i))).as("used last: %d", i).isPresent());
    assertThat(last.get(Clips.key(100))).isPresent();
    assertThat(IntStream.range(10, 40).filter(i -> last.get(Clips.key(i)).isPresent()).count())
        .as("of 30 old clips")
        .isBetween(1L, 25L);
    assertThat(warnings).isEmpty();
  }

  @Test
  void put_beyondTheLimitOfWhatIsInUse_staysInMemory() {
    long limit = 10 * Clips.bytes(0);
    FeatureStore store = openAt(0, limit);
    List<PreparedClip> clips = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      clips.add(Clips.put(store, i));
      assertThat(bytes()).isLessThanOrEqualTo(limit);
    }
    for (int i = 0; i < 60; i++) {
      assertThat(clips.get(i).copy()).containsExactly(Clips.values(i));
    }
    assertThat(store.get(Clips.key(0))).as("the first are not driven out by the last").isPresent();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("is full").contains("stay in memory");
  }

  @Test
  void put_largerThanTheStore_staysInMemory() {
    FeatureStore store = open(100);
    assertThat(Clips.put(store, 1).copy()).containsExactly(Clips.values(1));
    assertThat(entries()).isEmpty();
  }

  @Test
  void open_withALowerLimit_evictsDownToIt() {
    FeatureStore store = openAt(0, PLENTY);
    for (int i = 0; i < 20; i++) {
      Clips.put(store, i);
    }
    openAt(1, 5 * Clips.bytes(0));
    assertThat(bytes()).isLessThanOrEqualTo(5 * Clips.bytes(0)).isPositive();
  }

  @Test
  void copy_afterItsEntryWasEvicted_isStillRight() {
    PreparedClip clip = Clips.put(openAt(0, PLENTY), 1);
    openAt(1, 1);
    assertThat(entries()).isEmpty();
    assertThat(clip.copy()).containsExactly(Clips.values(1));
  }

  // ------------------------------------------------------------------------- damage

  @Test
  void get_everyFlippedBit_isAMissThatIsDropped() throws IOException {
    FeatureStore store = open();
    float[] values = Arrays.copyOf(Clips.values(1), 2 * CHANNELS);
    store.put(Clips.key(1), values, CHANNELS);
    Path file = entries().get(0);
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, damaged);
      assertThat(store.get(Clips.key(1))).as("bit %d", bit).isEmpty();
      assertThat(file).doesNotExist();
    }
    assertThat(warnings).hasSize(whole.length * 8).allMatch(text -> text.contains("is damaged"));
    assertThat(warnings.get(70 * 8)).contains("the checksum of its values is wrong");

    assertThat(store.put(Clips.key(1), values, CHANNELS).copy()).containsExactly(values);
    assertThat(get(store, 1).copy()).as("computed again").containsExactly(values);
  }

  @Test
  void get_everyTruncation_isAMissThatIsDropped() throws IOException {
    FeatureStore store = open();
    Clips.put(store, 1);
    Path file = entries().get(0);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(store.get(Clips.key(1))).as("%d bytes", length).isEmpty();
      assertThat(file).doesNotExist();
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThat(store.get(Clips.key(1))).as("a byte too many").isEmpty();
  }

  @Test
  void get_entryOfAnotherKey_isAMiss() throws IOException {
    FeatureStore store = open();
    Clips.put(store, 1);
    Path one = entries().get(0);
    Clips.put(store, 2);
    Path two = entries().stream().filter(file -> !file.equals(one)).findFirst().orElseThrow();
    Files.write(one, Files.readAllBytes(two));
    assertThat(store.get(Clips.key(1))).isEmpty();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("belongs to another key");
    assertThat(get(store, 2).copy()).containsExactly(Clips.values(2));
  }

  @Test
  void get_seededRandomDamage_isRightOrAMiss() throws IOException {
    FeatureStore store = open();
    Clips.put(store, 1);
    Path file = entries().get(0);
    byte[] whole = Files.readAllBytes(file);
    int missed = 0;
    for (int round = 0; round < 2000; round++) {
      SeededRandom random = SeededRandom.of(round);
      byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(2 * whole.length));
      for (int i = 0; i < 1 + random.nextInt(8); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      missed += store.get(Clips.key(1)).isEmpty() ? 1 : 0;
    }
    assertThat(missed).isEqualTo(2000);
  }

  // ------------------------------------------------------------------------- opening

  @Test
  void open_leftoversOfADeadProcess_areRemovedAndThoseAtWorkStay() throws IOException {
    open();
    Path dead = folder.resolve("writing/999999999999-1-1");
    Path living = folder.resolve("writing/%d-1-1".formatted(ProcessHandle.current().pid()));
    Path stuck = folder.resolve("writing/%d-1-2".formatted(ProcessHandle.current().pid()));
    Path foreign = folder.resolve("writing/notes.txt");
    for (Path file : List.of(dead, living, stuck, foreign)) {
      Files.writeString(file, "half an ent");
    }
    Files.setLastModifiedTime(stuck, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    open();
    assertThat(writing()).containsExactlyInAnyOrder(living, foreign);
  }

  @Test
  void open_lostCount_isCountedAnew() throws IOException {
    FeatureStore store = open();
    for (int i = 0; i < 5; i++) {
      Clips.put(store, i);
    }
    long limit = bytes() + Clips.bytes(5);
    for (byte[] count : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[8])) {
      Files.write(folder.resolve("lock"), count);
      FeatureStore other = openAt(1, limit);
      Clips.put(other, 5);
      Clips.put(other, 6);
      assertThat(bytes()).isLessThanOrEqualTo(limit);
    }
  }

  @Test
  void open_folderThatIsAFile_isRefusedNamingIt() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () -> FeatureStore.open(new FeatureStoreOptions(file, PLENTY), warnings::add))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void put_folderThatWasRemoved_staysInMemoryWithOneWarning() throws IOException {
    FeatureStore store = open();
    Clips.put(store, 1);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    assertThat(store.get(Clips.key(1))).isEmpty();
    assertThat(Clips.put(store, 1).copy()).containsExactly(Clips.values(1));
    assertThat(Clips.put(store, 2).copy()).containsExactly(Clips.values(2));
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("cannot be written");
  }

  @Test
  void usage_noStore_isNothing() {
    assertThat(FeatureStore.usage(folder.resolve("absent")))
        .isEqualTo(new FeatureStore.Usage(0, 0));
    assertThat(folder.resolve("absent")).doesNotExist();
  }

  // ------------------------------------------------------------------------- threads

  @Test
  void put_manyThreadsAndStores_areAllRight() {
    List<FeatureStore> stores = List.of(open(), open());
    IntStream.range(0, 400)
        .parallel()
        .forEach(
            i -> {
              FeatureStore store = stores.get(i % 2);
              int clip = i % 50;
              PreparedClip found =
                  store.get(Clips.key(clip)).orElseGet(() -> Clips.put(store, clip));
              assertThat(found.copy()).containsExactly(Clips.values(clip));
            });
    assertThat(entries()).hasSize(50);
    assertThat(warnings).isEmpty();
  }
}
