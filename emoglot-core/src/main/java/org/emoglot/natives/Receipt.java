package org.emoglot.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Sha256;

/**
 * What some folders of the cache held when all was compared with the jars and loaded. The system
 * notes the time of every change to a file, which no program can set (ctime): as long as a file has
 * that time and size, and is the same one, so are its bytes, and nothing needs to be read to know
 * it.
 */
final class Receipt {

  private static final String ATTRIBUTES = "unix:size,lastModifiedTime,ctime,ino";
  private static final String PORTABLE_ATTRIBUTES = "size,lastModifiedTime,creationTime";

  private final List<CachedFolder> folders;
  private final Path file;

  Receipt(Path cache, List<CachedFolder> folders) {
    this.folders = folders;
    String key =
        Sha256.of(
            String.join(
                "\n", folders.stream().map(CachedFolder::path).map(Path::toString).toList()));
    this.file = CacheLock.folder(cache).resolve("receipt-" + key.substring(0, 16) + ".txt");
  }

  /** Whether the folders are as they were. */
  boolean holds() {
    try {
      return Files.readString(file).equals(state());
    } catch (IOException e) { // none yet, or somebody is at work in the folders
      return false;
    }
  }

  /** Takes the folders as they are for good. */
  void write() throws IOException {
    AtomicFiles.writeString(file, state());
  }

  private String state() throws IOException {
    StringBuilder state = new StringBuilder();
    for (CachedFolder folder : folders) {
      state.append(folder.path()).append('\n');
      for (ShippedFile shipped : folder.shipped()) {
        state.append("  shipped ").append(shipped).append('\n');
      }
      for (Path path : folder.files()) {
        state.append("  ").append(path.getFileName()).append(' ').append(state(path)).append('\n');
      }
    }
    return state.toString();
  }

  private static String state(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    return new TreeMap<>(attributes(path)).toString();
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException e) {
      return Files.readAttributes(path, PORTABLE_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
