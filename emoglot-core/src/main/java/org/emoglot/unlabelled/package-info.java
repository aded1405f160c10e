/**
 * Adaptation to recordings without labels: how the answers to a sample differ as a whole from those
 * to the training languages ({@link org.emoglot.unlabelled.SourceLogits}), and by how much the
 * logits are shifted for it ({@link org.emoglot.unlabelled.LogitShift}). Pure functions.
 */
@NullMarked
package org.emoglot.unlabelled;

import org.jspecify.annotations.NullMarked;
