package org.emoglot.extraction;

import java.nio.file.Path;
import org.emoglot.embedding.EmbeddingOptions;

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
    ClipList clips, EmbeddingOptions options, Format format, String downmix, Path out, Path home) {}
