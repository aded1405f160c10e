package org.emoglot.hub;

import java.util.List;
import java.util.regex.Pattern;

/** File names, some of them with {@code *} (any characters, {@code /} too) and {@code ?}. */
final class NamePatterns {

  private NamePatterns() {}

  static boolean isPattern(String wanted) {
    return wanted.indexOf('*') >= 0 || wanted.indexOf('?') >= 0;
  }

  /** No wish at all is a wish for everything. */
  static boolean matchesAny(List<String> wanted, String name) {
    return wanted.isEmpty() || wanted.stream().anyMatch(pattern -> matches(pattern, name));
  }

  private static boolean matches(String pattern, String name) {
    if (!isPattern(pattern)) {
      return pattern.equals(name);
    }
    StringBuilder regex = new StringBuilder();
    pattern
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
              }
            });
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }
}
