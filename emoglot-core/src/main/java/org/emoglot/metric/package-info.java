/**
 * Measures of a classifier: pure functions of a confusion matrix, of answers or of probabilities.
 * Reads no file.
 *
 * <p>What is undefined, such as the recall of a class that does not occur, is decided by an
 * explicit {@link org.emoglot.metric.AbsentClass}, never silently.
 */
@NullMarked
package org.emoglot.metric;

import org.jspecify.annotations.NullMarked;
