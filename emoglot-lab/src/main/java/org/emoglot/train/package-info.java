/** Training: steps, schedule, optimizer, selection of the best weights, checkpoints. */
@NullMarked
package org.emoglot.train;

import org.jspecify.annotations.NullMarked;
