package org.emoglot.report;

import java.util.List;

/** A part of a report under its own heading. */
interface Section {

  /** The heading. */
  String title();

  /**
   * Its content; a note if there is nothing to show. Empty where that need not be said: then the
   * heading is left out too.
   */
  List<Block> blocks(Findings findings);
}
