/**
 * The blocks that speech encoders are made of: batches of frames without padding, projections,
 * norms, attention, transformer layers. They know no encoder.
 */
@NullMarked
package org.emoglot.nn;

import org.jspecify.annotations.NullMarked;
