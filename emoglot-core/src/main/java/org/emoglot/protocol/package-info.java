/**
 * Who may see what, and when: tasks, training systems, plans, and the proofs that a target stayed
 * unseen. Reads no audio and no file; {@link org.emoglot.protocol.AccessAudit} watches those who
 * do.
 */
@NullMarked
package org.emoglot.protocol;

import org.jspecify.annotations.NullMarked;
