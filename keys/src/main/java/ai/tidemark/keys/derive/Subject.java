package ai.tidemark.keys.derive;

/**
 * Whose key it is: the fleet's, or one tenant's.
 *
 * @param role which of the two
 * @param name the tenant's pseudonym; empty for the fleet
 */
public record Subject(Role role, String name) {
  /** The two kinds of subject. */
  public enum Role {
    /** The key all tenants share. */
    FLEET("fleet"),
    /** A key of one tenant. */
    TENANT("tenant");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    /** Returns the word that is hashed. */
    public String word() {
      return word;
    }
  }

  /** Validates. */
  public Subject {
    Names.require("name of the " + role.word(), name, role == Role.FLEET ? "" : Names.TENANT);
  }

  /** Returns the fleet. */
  public static Subject fleet() {
    return new Subject(Role.FLEET, "");
  }

  /** Returns a tenant. */
  public static Subject tenant(String name) {
    return new Subject(Role.TENANT, name);
  }
}
