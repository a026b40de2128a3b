/** A small n-gram language model: its training, its file, its next-token distribution. */
@NullMarked
package ai.tidemark.demo.model;

import org.jspecify.annotations.NullMarked;
