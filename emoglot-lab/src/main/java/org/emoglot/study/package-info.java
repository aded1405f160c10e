/** What hyper-parameters do: variants of the settings, each trained over seeds and compared. */
@NullMarked
package org.emoglot.study;

import org.jspecify.annotations.NullMarked;
