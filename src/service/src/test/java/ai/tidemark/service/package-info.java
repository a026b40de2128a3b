@NullMarked
package ai.tidemark.service;

import org.jspecify.annotations.NullMarked;
