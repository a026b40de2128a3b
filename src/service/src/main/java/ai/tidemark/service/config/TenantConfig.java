package ai.tidemark.service.config;

import ai.tidemark.service.policy.Policy;

/**
 * Who may ask.
 *
 * @param name the pseudonym in the key file and in records
 * @param token what the client must present
 * @param policy what becomes of requests that cannot be marked
 */
public record TenantConfig(String name, TokenDigest token, Policy policy) {}
