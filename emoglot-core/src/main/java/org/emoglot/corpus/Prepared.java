package org.emoglot.corpus;

/**
 * A prepared corpus.
 *
 * @param manifest the utterances that remain
 * @param report what was read, left out and why
 */
public record Prepared(Manifest manifest, PreparationReport report) {}
