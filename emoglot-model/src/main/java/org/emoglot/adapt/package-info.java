/**
 * Parameter-efficient adaptation of a frozen encoder: LoRA, bottleneck adapters, weight gates, and
 * the choice of the layer to pool.
 */
@NullMarked
package org.emoglot.adapt;

import org.jspecify.annotations.NullMarked;
