/**
 * Recognises changed clips: acoustic fingerprints, their comparison by an index, and what a saved
 * model keeps of the clips that it heard.
 */
@NullMarked
package org.emoglot.fingerprint;

import org.jspecify.annotations.NullMarked;
