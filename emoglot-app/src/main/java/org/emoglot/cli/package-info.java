/** The command line: one class per command. */
@NullMarked
package org.emoglot.cli;

import org.jspecify.annotations.NullMarked;
