/** An emotion classifier: encoder and head together, as it is trained, saved, loaded and asked. */
@NullMarked
package org.emoglot.classifier;

import org.jspecify.annotations.NullMarked;
