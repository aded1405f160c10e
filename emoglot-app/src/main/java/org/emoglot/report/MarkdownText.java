package org.emoglot.report;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a report as Markdown, with its figures in files beside it. */
final class MarkdownText {

  private MarkdownText() {}

  static String of(String title, List<Block> blocks) {
    return "# "
        + Escape.markdown(title)
        + "\n\n"
        + blocks.stream().map(MarkdownText::element).collect(Collectors.joining("\n"));
  }

  private static String element(Block block) {
    if (block instanceof Block.Heading heading) {
      return "## " + Escape.markdown(heading.text()) + "\n";
    }
    if (block instanceof Block.Note note) {
      return Escape.markdown(note.text()) + "\n";
    }
    if (block instanceof Block.Figure figure) {
      return "![%s](%s/%s.svg)\n"
          .formatted(Escape.markdown(figure.caption()), Report.FIGURES, figure.name());
    }
    if (block instanceof Block.Recording recording) {
      return Escape.markdown(recording.caption()) + "\n"; // a page can be heard, a text cannot
    }
    if (block instanceof Block.Commands commands) {
      return "```\n" + commands.lines() + "```\n";
    }
    Block.Grid grid = (Block.Grid) block;
    return Escape.markdown(grid.caption())
        + "\n\n"
        + row(grid.header())
        + row(Collections.nCopies(grid.header().size(), "---"))
        + grid.rows().stream()
            .map(cells -> row(cells.stream().map(Escape::markdown).toList()))
            .collect(Collectors.joining());
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
