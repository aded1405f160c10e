package org.emoglot.report;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.emoglot.io.Markup;

/** Writes a report as one HTML file that needs no other. */
final class HtmlPage {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --back: #ffffff; --text: #222222; --line: #d0d0d0;
        --shade: #c8c8c8; --grey: #666666; }
      @media (prefers-color-scheme: dark) {
        :root { --back: #181818; --text: #e6e6e6; --line: #444444; --shade: #000000;
          --grey: #aaaaaa; }
      }
      body { margin: 0 auto; padding: 1rem; max-width: 70rem; background: var(--back);
        color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.6rem; line-height: 1.2; }
      h2 { margin-top: 2.5rem; font-size: 1.25rem; border-bottom: 1px solid var(--line); }
      .scroll { overflow-x: auto; margin: 0.25rem 0 1.25rem; }
      .caption { margin: 1rem 0 0; font-size: 0.875rem; font-weight: 600; }
      /* A shade at an edge beyond which there is more, which the page's colour covers at the end. */
      .scroll, figure {
        background:
          linear-gradient(to right, var(--back) 40%, transparent) 0 0 / 2.5rem 100% no-repeat local,
          linear-gradient(to left, var(--back) 40%, transparent) 100% 0 / 2.5rem 100% no-repeat local,
          linear-gradient(to right, var(--shade), transparent) 0 0 / 1rem 100% no-repeat scroll,
          linear-gradient(to left, var(--shade), transparent) 100% 0 / 1rem 100% no-repeat scroll; }
      table { border-collapse: collapse; font-size: 0.875rem;
        font-variant-numeric: tabular-nums; }
      th, td { padding: 0.25rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left;
        white-space: nowrap; }
      thead th { border-bottom-width: 2px; vertical-align: bottom; white-space: normal; }
      tbody th { font-weight: 400; }
      .aside { color: var(--grey); }
      nav ul { margin: 1rem 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap;
        gap: 0.25rem 1.25rem; font-size: 0.9375rem; }
      a { color: inherit; }
      .figures { display: flex; flex-wrap: wrap; gap: 1rem; }
      figure { margin: 0; width: min-content; max-width: 100%; overflow-x: auto; }
      figcaption { font-size: 0.875rem; }
      figure.recording { width: auto; margin: 0 0 1rem; }
      audio { display: block; width: 100%; max-width: 24rem; margin-top: 0.25rem; }
      pre { overflow-x: auto; padding: 0.75rem; border: 1px solid var(--line); font-size: 0.8125rem; }
      @media (max-width: 40rem) {
        table { font-size: 0.8125rem; }
        th, td { padding: 0.25rem 0.4rem; }
      }
      """;

  private HtmlPage() {}

  static String of(String title, List<Block> blocks) {
    StringBuilder body = new StringBuilder();
    boolean figures = false;
    for (Block block : blocks) {
      if (block instanceof Block.Figure != figures) {
        figures = !figures;
        body.append(figures ? "<div class=\"figures\">\n" : "</div>\n");
      }
      body.append(element(block));
    }
    body.append(figures ? "</div>\n" : "");
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>
    %s%s</style>
    </head>
    <body>
    <main>
    <h1>%s</h1>
    %s</main>
    </body>
    </html>
    """
        .formatted(Markup.html(title), STYLE, Drawing.style(), Markup.html(title), body);
  }

  private static String element(Block block) {
    if (block instanceof Block.Heading heading) {
      return "<h2 id=\"%s\">%s</h2>\n".formatted(heading.anchor(), Markup.html(heading.text()));
    }
    if (block instanceof Block.Contents contents) {
      return contents.headings().stream()
          .map(
              h -> "<li><a href=\"#%s\">%s</a></li>%n".formatted(h.anchor(), Markup.html(h.text())))
          .collect(Collectors.joining("", "<nav aria-label=\"Contents\"><ul>\n", "</ul></nav>\n"));
    }
    if (block instanceof Block.Note note) {
      return "<p>" + Markup.html(note.text()) + "</p>\n";
    }
    if (block instanceof Block.Figure figure) {
      return "<figure>\n%s<figcaption>%s</figcaption>\n</figure>\n"
          .formatted(figure.drawing().svg(figure.caption()), Markup.html(figure.caption()));
    }
    if (block instanceof Block.Recording recording) {
      return "<figure class=\"recording\">\n<figcaption>%s</figcaption>\n<audio controls aria-label=\"%s\" src=\"data:%s;base64,%s\"></audio>\n</figure>\n"
          .formatted(
              Markup.html(recording.caption()),
              Markup.html(recording.caption()),
              recording.type(),
              Base64.getEncoder().encodeToString(recording.audio()));
    }
    if (block instanceof Block.Commands commands) {
      return "<pre tabindex=\"0\">" + Markup.html(commands.lines()) + "</pre>\n";
    }
    return table((Block.Grid) block);
  }

  private static String table(Block.Grid grid) {
    StringBuilder html = new StringBuilder();
    String caption = Markup.html(grid.caption());
    // What scrolls must be reachable by the keyboard.
    // The caption is outside, so it does not scroll away.
    html.append("<p class=\"caption\">")
        .append(caption)
        .append("</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(caption)
        .append("\">\n<table aria-label=\"")
        .append(caption)
        .append("\">\n<thead><tr>");
    grid.header().forEach(title -> html.append(cell("th scope=\"col\"", "th", title)));
    html.append("</tr></thead>\n<tbody>\n");
    for (List<Block.Cell> row : grid.rows()) {
      html.append("<tr>").append(cell("th scope=\"row\"", "th", row.get(0).text()));
      row.stream().skip(1).forEach(value -> html.append("<td>" + content(value) + "</td>"));
      html.append("</tr>\n");
    }
    return html.append("</tbody>\n</table>\n</div>\n").toString();
  }

  private static String content(Block.Cell cell) {
    String text = Markup.html(cell.text());
    return (cell.strong() ? "<b>" + text + "</b>" : text)
        + (cell.aside().isEmpty()
            ? ""
            : " <span class=\"aside\">" + Markup.html(cell.aside()) + "</span>");
  }

  private static String cell(String start, String end, String text) {
    return "<%s>%s</%s>".formatted(start, Markup.html(text), end);
  }
}
