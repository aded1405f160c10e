/**
 * Fetches checkpoints from a Hugging Face hub into the cache that the Python client uses, so that
 * both read what either has fetched.
 *
 * <p>The layout of the cache ({@code models--org--name/blobs}, {@code refs}, {@code snapshots},
 * {@code trees} and {@code .locks}) and the protocol (metadata by HEAD, {@code X-Repo-Commit},
 * {@code X-Linked-Etag}, {@code X-Linked-Size}, redirects to a content network) are described at <a
 * href="https://huggingface.co/docs/huggingface_hub/guides/manage-cache">huggingface.co/docs/huggingface_hub</a>.
 */
@NullMarked
package org.emoglot.hub;

import org.jspecify.annotations.NullMarked;
