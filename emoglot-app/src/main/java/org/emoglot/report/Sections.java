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
          new AblationSection(),
          new TestSection(),
          new RecallSection(),
          new ConfusionSection(),
          new CorporaSection(),
          new GroupSection(),
          new CalibrationSection(),
          new TrainingSection(),
          new ProvenanceSection(),
          new ProjectionSection());

  private Sections() {}

  static List<Block> of(Findings findings) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Note(Summary.of(findings.set())));
    for (Section section : ALL) {
      List<Block> its = section.blocks(findings);
      if (!its.isEmpty()) {
        blocks.add(new Block.Heading(section.title()));
        blocks.addAll(its);
      }
    }
    return blocks;
  }
}
