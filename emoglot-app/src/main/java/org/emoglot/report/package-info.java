/** Results as people read them: plain text tables, and reports of many runs. */
@NullMarked
package org.emoglot.report;

import org.jspecify.annotations.NullMarked;
