/** What turns speech into frames that a classifier can stand on. */
@NullMarked
package org.emoglot.encoder;

import org.jspecify.annotations.NullMarked;
