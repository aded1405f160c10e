/**
 * From audio to emotions: {@link org.emoglot.classifier.EmotionClassifier} asks a {@link
 * org.emoglot.classifier.Scorer}, in any engine, and returns {@link
 * org.emoglot.classifier.Prediction}s and {@link org.emoglot.classifier.Timeline}s.
 */
@NullMarked
package org.emoglot.classifier;

import org.jspecify.annotations.NullMarked;
