package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;

/** The content of a report. */
final class Sections {

  /** In the order of the page. A new section is a class and a line here. */
  private static final List<Section> ALL =
      List.of(
          new AnswerSection(),
          new TableSection(),
          new FewShotSection(),
          new AdaptedSection(),
          new AblationSection(),
          new TestSection(),
          new RecallSection(),
          new ConfusionSection(),
          new CorporaSection(),
          new GroupSection(),
          new CalibrationSection(),
          new TrainingSection(),
          new FiguresSection(),
          new ProvenanceSection(),
          new ProjectionSection());

  private Sections() {}

  static List<Block> of(Findings findings) {
    List<Block> content = new ArrayList<>();
    List<Block.Heading> headings = new ArrayList<>();
    for (Section section : ALL) {
      List<Block> its = section.blocks(findings);
      if (!its.isEmpty()) {
        Block.Heading heading = new Block.Heading(section.title());
        headings.add(heading);
        content.add(heading);
        content.addAll(its);
      }
    }
    List<Block> blocks = new ArrayList<>();
    Summary.of(findings.set()).forEach(text -> blocks.add(new Block.Note(text)));
    blocks.add(new Block.Contents(headings));
    blocks.addAll(content);
    return blocks;
  }
}
