/** Emoglot on Apache Spark: a transformer, and jobs for {@code spark-submit}. */
@NullMarked
package org.emoglot.spark;

import org.jspecify.annotations.NullMarked;
