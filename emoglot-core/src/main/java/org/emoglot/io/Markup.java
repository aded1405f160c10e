package org.emoglot.io;

import java.util.regex.Pattern;

/** Makes text of others harmless in the formats that we write: it stays text, whatever it holds. */
public final class Markup {

  /**
   * What a spreadsheet takes for a formula (CWE-1236), behind the quotation marks that guard it.
   */
  private static final Pattern FORMULA = Pattern.compile("^'*[=+\\-@\\t\\r]", Pattern.DOTALL);

  private static final Pattern PLAIN_YAML = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
  private static final Pattern YAML_WORD = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");

  private Markup() {}

  /** For the content of an HTML element or a quoted attribute. */
  public static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** For a line of Markdown or a cell of its tables, where HTML and bars have a meaning. */
  public static String markdown(String text) {
    return text.replaceAll("([\\\\`*_{}\\[\\]|])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("(?:\\R|\\p{Cntrl})+", " ");
  }

  /** A YAML scalar: as it is where that is safe, else in double quotation marks. */
  public static String yaml(String text) {
    if (PLAIN_YAML.matcher(text).matches() && !YAML_WORD.matcher(text).matches()) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                quoted.append(String.format("\\u%04x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }

  /** For the text of a LaTeX document. */
  public static String latex(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      escaped.append(
          switch (c) {
            case '\\' -> "\\textbackslash{}";
            case '~' -> "\\textasciitilde{}";
            case '^' -> "\\textasciicircum{}";
            case '&', '%', '$', '#', '_', '{', '}' -> "\\" + c;
            case '±' -> "$\\pm$";
            default -> String.valueOf(c);
          });
    }
    return escaped.toString();
  }

  /**
   * A cell of a CSV that people open in a spreadsheet: a text that would be a formula there gets an
   * apostrophe in front. {@link #cellText} takes it off again.
   */
  public static String cell(String text) {
    return FORMULA.matcher(text).find() ? "'" + text : text;
  }

  /** The text that {@link #cell} was given. */
  public static String cellText(String cell) {
    return cell.startsWith("'") && FORMULA.matcher(cell).find() ? cell.substring(1) : cell;
  }
}
