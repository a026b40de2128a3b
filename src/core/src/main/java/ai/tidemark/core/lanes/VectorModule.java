package ai.tidemark.core.lanes;

import java.lang.reflect.InvocationTargetException;

/**
 * The module of the Vector API. A JVM started with {@code --add-modules jdk.incubator.vector} has
 * it from the start and prints a warning before any code of ours runs. One started with {@code
 * --add-exports java.base/jdk.internal.module=ALL-UNNAMED} gets it here, from the JDK's own way of
 * loading a system module late (the one that brings up {@code jdk.management.agent}): defined to
 * the boot loader like the other, so that HotSpot compiles it alike, and without the warning.
 */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /** Returns whether the module is there, now if not before. */
  static boolean load() {
    if (ModuleLayer.boot().findModule(NAME).isPresent()) {
      return true;
    }
    try {
      Object module =
          Class.forName("jdk.internal.module.Modules")
              .getMethod("loadModule", String.class)
              .invoke(null, NAME);
      return module != null;
    } catch (InvocationTargetException e) {
      return false; // this run-time image has no such module
    } catch (ReflectiveOperationException e) {
      return false; // not exported to us: whoever started this JVM asked for no vectors
    }
  }
}
