/** Training on labelled clips: batches, augmentation, losses, validation. */
@NullMarked
package org.emoglot.train;

import org.jspecify.annotations.NullMarked;
