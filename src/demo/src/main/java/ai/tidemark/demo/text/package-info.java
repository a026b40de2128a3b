/** Real English text that ships with a dependency: the glosses and examples of WordNet 3.1. */
@NullMarked
package ai.tidemark.demo.text;

import org.jspecify.annotations.NullMarked;
