package org.emoglot.preparation;

import org.emoglot.data.Manifest;

/**
 * A prepared corpus.
 *
 * @param manifest the utterances that remain
 * @param report what was read, left out and why
 */
public record Prepared(Manifest manifest, PreparationReport report) {}
