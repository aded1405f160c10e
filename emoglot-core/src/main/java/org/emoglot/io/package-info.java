/** Files that are written whole or not at all, JSON, and hashes. */
@NullMarked
package org.emoglot.io;

import org.jspecify.annotations.NullMarked;
