/**
 * Any data with a table: CSV, with or without the columns of nkululeko.
 *
 * <p>Files: a table in the first row of which the columns are named, or a folder with such tables,
 * of which each is a part if its name says train, dev or test. The audio is named relative to the
 * table.
 *
 * <p>nkululeko: F. Burkhardt and others, <a
 * href="https://github.com/felixbur/nkululeko">github.com/felixbur/nkululeko</a>, whose tables have
 * the columns {@code file}, {@code speaker}, and the target.
 */
@NullMarked
package org.emoglot.corpus.table;

import org.jspecify.annotations.NullMarked;
