package org.emoglot.corpus;

import java.nio.file.Path;

/**
 * A clip as its corpus describes it, before labels are mapped and audio is read.
 *
 * @param key unique within the corpus and the same wherever the corpus lies: built from what the
 *     name says, never from folders that a user may have added or left away
 * @param speaker the corpus's name for the speaker
 * @param label the corpus's name for the emotion
 * @param file the audio file
 */
public record CorpusClip(String key, String speaker, String label, Path file) {}
