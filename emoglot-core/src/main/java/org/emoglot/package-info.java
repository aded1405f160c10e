/** What every part of Emoglot shares. */
@NullMarked
package org.emoglot;

import org.jspecify.annotations.NullMarked;
