package org.emoglot.corpus;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.io.PathText;

/**
 * What the name of an audio file tells, without its ending.
 *
 * @param folders the folders between the corpus's root and the file, outermost first, in Unicode
 *     normal form C
 * @param stem the file's name without ending, in Unicode normal form C
 * @param file the file as the file system names it
 */
public record ClipName(List<String> folders, String stem, Path file) {

  public ClipName {
    folders = List.copyOf(folders);
  }

  /** Takes the name apart; {@code file} must lie below {@code root}. */
  public static ClipName of(Path root, Path file) {
    Path relative = root.relativize(file);
    List<String> folders = new ArrayList<>();
    for (int i = 0; i < relative.getNameCount() - 1; i++) {
      folders.add(nfc(relative.getName(i)));
    }
    String name = nfc(relative.getFileName());
    int dot = name.lastIndexOf('.');
    return new ClipName(folders, dot > 0 ? name.substring(0, dot) : name, file);
  }

  /**
   * A folder counted from the file upwards.
   *
   * @param up 0 is the folder that holds the file
   * @return its name, or an empty text if the file does not lie so deep below the root
   */
  public String folder(int up) {
    int index = folders.size() - 1 - up;
    return index < 0 ? "" : folders.get(index);
  }

  /** Folders and stem with slashes between. */
  public String name() {
    return folders.isEmpty() ? stem : String.join("/", folders) + "/" + stem;
  }

  private static String nfc(Path name) {
    return Normalizer.normalize(PathText.readable(name), Normalizer.Form.NFC);
  }
}
