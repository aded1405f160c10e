/**
 * What everybody needs to know of recordings: utterances, their languages, labels and splits, and
 * the manifests that list them.
 */
@NullMarked
package org.emoglot.data;

import org.jspecify.annotations.NullMarked;
