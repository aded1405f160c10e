/**
 * Saved models as folders that Hugging Face's transformers and PEFT load. A model is written only
 * if their classes compute the same logits as Emoglot; any other is refused with the reason.
 */
@NullMarked
package org.emoglot.export.transformers;

import org.jspecify.annotations.NullMarked;
