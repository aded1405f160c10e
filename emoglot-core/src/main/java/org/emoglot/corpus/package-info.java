/**
 * From the files of a corpus to its clips: the registry of known corpora, their readers, and
 * readers of other data.
 */
@NullMarked
package org.emoglot.corpus;

import org.jspecify.annotations.NullMarked;
