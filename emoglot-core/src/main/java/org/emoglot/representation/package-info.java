/**
 * What embeddings hold, in numbers: linear probes for what should not be in them (speaker,
 * language), silhouettes, and the alignment of emotions across languages; as a picture, by t-SNE;
 * and the classifier of emotions that fits them best. Pure functions; everything random follows
 * from a seed.
 */
@NullMarked
package org.emoglot.representation;

import org.jspecify.annotations.NullMarked;
