/** What runs on ONNX Runtime. */
@NullMarked
package org.emoglot.onnx;

import org.jspecify.annotations.NullMarked;
