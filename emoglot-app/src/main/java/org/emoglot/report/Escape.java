package org.emoglot.report;

/** Makes text harmless in the formats of a report. */
final class Escape {

  private Escape() {}

  /** For the content of an element or a quoted attribute. */
  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** For a cell of a Markdown table, where HTML and bars would tell. */
  static String markdown(String text) {
    return text.replaceAll("([\\\\`*_{}\\[\\]|])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("\\R", " ");
  }

  static String latex(String text) {
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
}
