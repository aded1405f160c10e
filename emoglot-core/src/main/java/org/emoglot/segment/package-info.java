/** Where in a recording somebody speaks: pure functions from a waveform to segments of time. */
@NullMarked
package org.emoglot.segment;

import org.jspecify.annotations.NullMarked;
