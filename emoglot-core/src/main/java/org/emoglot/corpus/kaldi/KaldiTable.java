package org.emoglot.corpus.kaldi;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.corpus.LenientText;

/** One of Kaldi's files with a key and a value on each line. */
final class KaldiTable {

  /** Only blanks and tabs separate, as in Kaldi: a name may contain other Unicode blanks. */
  private static final Pattern LINE =
      Pattern.compile("[ \\t]*+(?<key>[^ \\t]++)[ \\t]*+(?<value>.*+)", Pattern.DOTALL);

  private KaldiTable() {}

  /** Reads a file: key to the rest of the line. */
  static Map<String, String> read(Path file) {
    Map<String, String> table = new TreeMap<>();
    for (String line : LenientText.read(file).lines().toList()) {
      Matcher fields = LINE.matcher(line);
      if (fields.matches()) {
        table.put(fields.group("key"), withoutBlanksBehind(fields.group("value")));
      }
    }
    return table;
  }

  private static String withoutBlanksBehind(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
      end--;
    }
    return text.substring(0, end);
  }
}
