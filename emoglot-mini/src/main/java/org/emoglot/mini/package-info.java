/**
 * The model in the box as a jar: its folder {@code emoglot-mini} holds the exported model, its card
 * and what it has heard. {@code EmotionClassifier.bundled()} finds it on the class path.
 */
@NullMarked
package org.emoglot.mini;

import org.jspecify.annotations.NullMarked;
