/**
 * The losses of Mi, Ma and Toda (arXiv 2606.06200): emotion cross-entropy, language-aware
 * supervised contrastive loss, speaker adversary, and their sum.
 */
@NullMarked
package org.emoglot.loss;

import org.jspecify.annotations.NullMarked;
