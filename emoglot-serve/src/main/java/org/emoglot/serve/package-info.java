/** Answers over HTTP. */
@NullMarked
package org.emoglot.serve;

import org.jspecify.annotations.NullMarked;
