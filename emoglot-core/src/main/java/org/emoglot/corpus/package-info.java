/** Utterances, languages, labels, manifests, and the registry of known corpora. */
@NullMarked
package org.emoglot.corpus;

import org.jspecify.annotations.NullMarked;
