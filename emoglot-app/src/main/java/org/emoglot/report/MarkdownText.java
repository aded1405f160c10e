package org.emoglot.report;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.emoglot.io.Markup;

/** Writes a report as Markdown, with its figures in files beside it. */
final class MarkdownText {

  private MarkdownText() {}

  static String of(String title, List<Block> blocks) {
    return "# "
        + Markup.markdown(title)
        + "\n\n"
        + blocks.stream().map(MarkdownText::element).collect(Collectors.joining("\n"));
  }

  private static String element(Block block) {
    if (block instanceof Block.Heading heading) {
      return "## " + Markup.markdown(heading.text()) + "\n";
    }
    if (block instanceof Block.Contents contents) {
      return contents.headings().stream()
          .map(h -> "- [%s](#%s)\n".formatted(Markup.markdown(h.text()), h.anchor()))
          .collect(Collectors.joining());
    }
    if (block instanceof Block.Note note) {
      return Markup.markdown(note.text()) + "\n";
    }
    if (block instanceof Block.Figure figure) {
      return "![%s](%s/%s.svg)\n"
          .formatted(Markup.markdown(figure.caption()), Report.FIGURES, figure.name());
    }
    if (block instanceof Block.Recording recording) {
      return Markup.markdown(recording.caption()) + "\n"; // a text has no sound
    }
    if (block instanceof Block.Commands commands) {
      return "```\n" + commands.lines() + "```\n";
    }
    Block.Grid grid = (Block.Grid) block;
    return Markup.markdown(grid.caption())
        + "\n\n"
        + row(grid.header().stream().map(Markup::markdown).toList())
        + row(Collections.nCopies(grid.header().size(), "---"))
        + grid.rows().stream()
            .map(cells -> row(cells.stream().map(MarkdownText::content).toList()))
            .collect(Collectors.joining());
  }

  private static String content(Block.Cell cell) {
    String text = Markup.markdown(cell.text());
    return (cell.strong() ? "**" + text + "**" : text)
        + (cell.aside().isEmpty() ? "" : " (" + Markup.markdown(cell.aside()) + ")");
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
