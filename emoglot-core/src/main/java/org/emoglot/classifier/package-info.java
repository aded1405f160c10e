/**
 * From audio to emotions: {@link org.emoglot.classifier.EmotionClassifier} asks a {@link
 * org.emoglot.classifier.Scorer}, behind which any engine may stand, and says {@link
 * org.emoglot.classifier.Prediction}s and {@link org.emoglot.classifier.Timeline}s.
 */
@NullMarked
package org.emoglot.classifier;

import org.jspecify.annotations.NullMarked;
