/**
 * Any data with a table: CSV, with or without the columns of nkululeko.
 *
 * <p>Files: a table with the names of the columns in its first row, or a folder with such tables;
 * each is a part if its name contains train, dev or test. The audio is named relative to the table.
 *
 * <p>nkululeko: F. Burkhardt and others, <a
 * href="https://github.com/felixbur/nkululeko">github.com/felixbur/nkululeko</a>, whose tables have
 * the columns {@code file}, {@code speaker}, and the target.
 */
@NullMarked
package org.emoglot.corpus.table;

import org.jspecify.annotations.NullMarked;
