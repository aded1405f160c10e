/** Results as people read them: plain text tables. */
@NullMarked
package org.emoglot.report;

import org.jspecify.annotations.NullMarked;
