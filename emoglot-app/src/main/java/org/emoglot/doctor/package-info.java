/** What this machine offers, what is missing, and what to do about it. */
@NullMarked
package org.emoglot.doctor;

import org.jspecify.annotations.NullMarked;
