package ai.tidemark.core.foreign;

/**
 * What is said of a foreign profile, in sentences for people; {@code tidemark profile show} prints
 * them.
 *
 * @param id the {@code profile} field of its known-answer files
 * @param source program and versions whose marks it reads
 * @param verified whether known answers made by the original code are met
 * @param parameters every parameter of the key file: name, range, default
 * @param key notation of the key
 * @param context which tokens seed a draw, and what stands in for missing ones
 * @param firstScored first scored position of a text, from 0
 * @param dedup what counts once: the effective input of the PRF
 * @param law the exact null law with its discretisation
 * @param pooling whether evidence of many texts may be pooled
 * @param security what the key resists, and what it does not
 * @param differences where the source's own detector gives another number, and why; or "none"
 */
public record Facts(
    String id,
    String source,
    boolean verified,
    String parameters,
    String key,
    String context,
    String firstScored,
    String dedup,
    String law,
    Pooling pooling,
    String security,
    String differences) {}
