/** What made a result: version, machine, seed, inputs. */
@NullMarked
package org.emoglot.provenance;

import org.jspecify.annotations.NullMarked;
