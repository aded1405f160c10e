/**
 * Saved models as ONNX files (onnx.ai), which answer without Emoglot: from the samples of a clip to
 * probabilities and an embedding in one graph.
 *
 * <p>Each class writes what one class of the encoders computes, from its parameters by name.
 */
@NullMarked
package org.emoglot.export;

import org.jspecify.annotations.NullMarked;
