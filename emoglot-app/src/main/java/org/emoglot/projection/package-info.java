/**
 * Pictures of what models have learned: embeddings of the same clips by several models, laid out in
 * the plane and measured.
 */
@NullMarked
package org.emoglot.projection;

import org.jspecify.annotations.NullMarked;
