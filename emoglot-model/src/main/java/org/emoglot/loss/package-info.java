/**
 * The objective of a training as a list of terms: the losses of Mi, Ma and Toda (arXiv 2606.06200),
 * which are emotion cross-entropy, language-aware supervised contrastive loss and speaker
 * adversary.
 */
@NullMarked
package org.emoglot.loss;

import org.jspecify.annotations.NullMarked;
