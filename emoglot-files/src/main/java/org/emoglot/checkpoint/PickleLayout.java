package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.PickleMachine.Items;
import org.emoglot.checkpoint.ZipDirectory.Place;

/**
 * What a file of {@code torch.save} describes, and where its storages lie.
 *
 * @param root the pickled object
 * @param storages by key, the place of every storage that the pickle refers to, of its exact size
 * @param order of the bytes of the storages' elements
 */
record PickleLayout(Object root, Map<String, Place> storages, ByteOrder order) {

  private static final BigInteger LEGACY_MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long LEGACY_PROTOCOL = 1001;
  private static final String NAME_OF_PICKLE = "data.pkl";
  private static final int MAX_ORDER_BYTES = 16;
  private static final int LEGACY_PICKLES = 5;

  /**
   * The layout since PyTorch 1.6: an archive with the members {@code NAME/data.pkl}, {@code
   * NAME/data/KEY} for each storage, and perhaps {@code NAME/byteorder}.
   */
  static PickleLayout zip(Path file, FileChannel channel) throws IOException {
    Map<String, Place> members = ZipDirectory.read(file, channel);
    String folder = folder(file, members);
    Place pickle = required(file, members, folder + NAME_OF_PICKLE);
    if (pickle.bytes() > PickleMachine.MAX_BYTES) {
      throw Refusal.of(
          file,
          "a pickle of at most %d bytes".formatted(PickleMachine.MAX_BYTES),
          "%d bytes".formatted(pickle.bytes()),
          "convert the file to safetensors if you trust its source");
    }
    PickleMachine machine =
        new PickleMachine(
            file, FileStretch.of(channel, pickle.begin(), pickle.bytes()), pickle.begin());
    Object root = machine.load();
    Map<String, Place> storages = new HashMap<>();
    for (PickledStorage storage : machine.storages().values()) {
      Place place = required(file, members, folder + "data/" + storage.key());
      requireSize(file, storage, place.bytes() / storage.dtype().bytes());
      if (place.bytes() % storage.dtype().bytes() != 0) {
        throw Refusal.of(
            file,
            "whole elements of %s in the storage %s"
                .formatted(storage.dtype(), Refusal.quote(storage.key())),
            "%d bytes".formatted(place.bytes()),
            Refusal.DAMAGED);
      }
      storages.put(storage.key(), place);
    }
    return new PickleLayout(root, storages, byteOrder(file, channel, members, folder));
  }

  private static String folder(Path file, Map<String, Place> members) {
    for (String name : members.keySet()) {
      if (name.endsWith("/" + NAME_OF_PICKLE) && name.indexOf('/') == name.lastIndexOf('/')) {
        return name.substring(0, name.length() - NAME_OF_PICKLE.length());
      }
    }
    throw Refusal.of(
        file,
        "a PyTorch checkpoint, a zip archive with NAME/" + NAME_OF_PICKLE,
        "an archive of %d other members".formatted(members.size()),
        "name the file pytorch_model.bin of a checkpoint");
  }

  private static Place required(Path file, Map<String, Place> members, String name) {
    Place place = members.get(name);
    if (place == null) {
      throw Refusal.of(
          file,
          "the member %s in the archive".formatted(Refusal.quote(name)),
          "none",
          Refusal.DAMAGED);
    }
    return place;
  }

  private static ByteOrder byteOrder(
      Path file, FileChannel channel, Map<String, Place> members, String folder)
      throws IOException {
    Place place = members.get(folder + "byteorder");
    if (place == null) {
      return ByteOrder.LITTLE_ENDIAN; // PyTorch before 2.1 did not say
    }
    long bytes = Math.min(place.bytes(), MAX_ORDER_BYTES);
    String order = US_ASCII.decode(FileStretch.of(channel, place.begin(), bytes)).toString();
    return switch (order) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw Refusal.of(
              file,
              "little or big as the archive's byteorder",
              Refusal.quote(order),
              Refusal.DAMAGED);
    };
  }

  /**
   * The layout before PyTorch 1.6: the pickles of a magic number, a version, facts about the
   * machine, the object and the list of storage keys, then for each key the number of elements (8
   * bytes) and the elements; little-endian on every machine.
   */
  static PickleLayout legacy(Path file, FileChannel channel) throws IOException {
    long fileBytes = channel.size();
    long pickleBytes = Math.min(fileBytes, (long) LEGACY_PICKLES * PickleMachine.MAX_BYTES);
    PickleMachine machine = new PickleMachine(file, FileStretch.of(channel, 0, pickleBytes), 0);
    if (!machine.load().equals(LEGACY_MAGIC)) {
      throw notLegacy(file, "another pickle");
    }
    if (!(machine.load() instanceof Long version && version == LEGACY_PROTOCOL)) {
      throw notLegacy(file, "another version");
    }
    machine.load();
    Object root = machine.load();
    if (!(machine.load() instanceof Items keys)) {
      throw Refusal.of(file, "a list of storage keys", "something else", Refusal.DAMAGED);
    }
    return new PickleLayout(
        root, legacyStorages(file, channel, machine, keys.items()), ByteOrder.LITTLE_ENDIAN);
  }

  private static Map<String, Place> legacyStorages(
      Path file, FileChannel channel, PickleMachine machine, List<Object> keys) throws IOException {
    Map<String, Place> storages = new HashMap<>();
    long fileBytes = channel.size();
    long at = machine.position();
    for (Object key : keys) {
      PickledStorage storage = key instanceof String text ? machine.storages().get(text) : null;
      if (storage == null || storages.containsKey(storage.key())) {
        throw Refusal.of(
            file,
            "the key of every storage once after the pickle",
            PickleMachine.describe(key),
            Refusal.DAMAGED);
      }
      if (fileBytes - at < Long.BYTES) {
        throw cut(file, storage, at, fileBytes);
      }
      long elements = FileStretch.of(channel, at, Long.BYTES).getLong();
      at += Long.BYTES;
      requireSize(file, storage, elements);
      if (elements > (fileBytes - at) / storage.dtype().bytes()) {
        throw cut(file, storage, at, fileBytes);
      }
      long bytes = elements * storage.dtype().bytes();
      storages.put(storage.key(), new Place(at, bytes));
      at += bytes;
    }
    if (storages.size() != machine.storages().size()) {
      throw Refusal.of(
          file,
          "the keys of %d storages after the pickle".formatted(machine.storages().size()),
          "%d".formatted(storages.size()),
          Refusal.DAMAGED);
    }
    return storages;
  }

  private static InvalidInputException cut(
      Path file, PickledStorage storage, long at, long fileBytes) {
    return Refusal.of(
        file,
        "%d elements of %s in the storage %s from byte %d"
            .formatted(storage.elements(), storage.dtype(), Refusal.quote(storage.key()), at),
        "a file of %d bytes".formatted(fileBytes),
        Refusal.TRUNCATED);
  }

  private static InvalidInputException notLegacy(Path file, String found) {
    return Refusal.of(
        file,
        "a PyTorch checkpoint, which begins with its magic number and version",
        found,
        "name the file pytorch_model.bin of a checkpoint");
  }

  private static void requireSize(Path file, PickledStorage storage, long found) {
    if (found != storage.elements()) {
      throw Refusal.of(
          file,
          "%d elements of %s in the storage %s, as the pickle says"
              .formatted(storage.elements(), storage.dtype(), Refusal.quote(storage.key())),
          "%d".formatted(found),
          Refusal.DAMAGED);
    }
  }
}
