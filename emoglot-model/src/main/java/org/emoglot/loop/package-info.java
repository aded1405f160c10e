/**
 * One loop for all that learns: steps, schedule, optimizer, checkpoints, selection of the best
 * weights.
 */
@NullMarked
package org.emoglot.loop;

import org.jspecify.annotations.NullMarked;
