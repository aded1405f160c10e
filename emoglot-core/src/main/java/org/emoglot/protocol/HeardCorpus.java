package org.emoglot.protocol;

import org.emoglot.data.Language;

/**
 * A corpus that a backbone or start model was trained on before it came to us.
 *
 * @param corpus corpus id, such as {@code emodb} or {@code voxpopuli}
 * @param language what is spoken in it
 * @param labelled whether with its emotion labels, or as mere speech
 */
public record HeardCorpus(String corpus, Language language, boolean labelled) {}
