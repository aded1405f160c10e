/** A whole run: from manifests and a backbone to a trained model and an honest result. */
@NullMarked
package org.emoglot.experiment;

import org.jspecify.annotations.NullMarked;
