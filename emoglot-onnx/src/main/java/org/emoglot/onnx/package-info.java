/** What runs on ONNX Runtime: exported models, and the detector of speech. */
@NullMarked
package org.emoglot.onnx;

import org.jspecify.annotations.NullMarked;
