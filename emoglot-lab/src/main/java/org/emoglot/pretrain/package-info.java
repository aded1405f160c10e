/**
 * A pretraining as a run: its speech, its start, its folder and its record. What is learned, and
 * how, is {@link org.emoglot.selfsupervised}.
 */
@NullMarked
package org.emoglot.pretrain;

import org.jspecify.annotations.NullMarked;
