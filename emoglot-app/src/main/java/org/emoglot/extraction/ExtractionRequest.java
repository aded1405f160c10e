package org.emoglot.extraction;

import java.nio.file.Path;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;

/**
 * The request of an extraction.
 *
 * @param clips of which
 * @param options what
 * @param format how it is stored
 * @param downmix name of what becomes of several channels, for the report
 * @param out folder of the results
 * @param home folder of the software's clone, for the report
 */
public record ExtractionRequest(
    ClipList clips, EmbeddingOptions options, Format format, String downmix, Path out, Path home) {

  /** Whether each clip's frames are an array of their own, and not rows of one file. */
  boolean writesArrays() {
    return options.level() == Level.FRAME && format == Format.NPY;
  }
}
