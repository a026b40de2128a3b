package ai.tidemark.core.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.scheme.Contexts;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A filter sees contexts and nothing else. */
final class ContextFilterTest {
  private static final int[] IDS = {3, 1, 4, 1, 5, 9, 2, 6};

  @Test
  void theRuleSeesTheContextAndNotTheTokenAfterIt() {
    ContextFilter filter =
        ContextFilter.of(
            context -> {
              assertThat(context).containsExactly(4, 1, 5);
              return true;
            });
    assertThat(filter.keeps(IDS, 2, 5)).isTrue();
    assertThat(ContextFilter.of(_ -> false).keeps(IDS, 2, 5)).isFalse();
  }

  @Test
  void theTokenChangesNothing() {
    ContextFilter filter =
        ContextFilter.ofContexts(new Contexts.Fixed(2), List.of(new int[] {1, 4}));
    int[] other = IDS.clone();
    other[3] = 77;
    assertThat(filter.keeps(IDS, 1, 3)).isTrue();
    assertThat(filter.keeps(other, 1, 3)).isTrue();
    assertThat(filter.keeps(IDS, 3, 5)).isFalse();
    assertThat(filter.copy().keeps(IDS, 1, 3)).isTrue();
  }

  @Test
  void eitherWidthOfACoinedProfileIsAContext() {
    ContextFilter filter =
        ContextFilter.ofContexts(
            Contexts.Coined.DEFAULT, List.of(new int[] {3, 1}, new int[] {1, 4, 1, 5}));
    assertThat(filter.keeps(IDS, 0, 2)).isTrue();
    assertThat(filter.keeps(IDS, 1, 5)).isTrue();
    assertThat(filter.keeps(IDS, 0, 4)).isFalse();
    assertThat(filter.keeps(IDS, 1, 3)).isFalse(); // a listed wide context is no narrow one
    assertThatThrownBy(() -> ContextFilter.ofContexts(Contexts.Coined.DEFAULT, List.of(new int[3])))
        .hasMessage(
            "entry 0 has 3 ids, but a context of this profile has 2 or 4; tuples are selected by"
                + " context only, never by context and token");
  }

  /** Catches a way in that is given the token: no factory and no rule takes more than a context. */
  @Test
  void noFactoryTakesTuples() {
    assertThat(ContextFilter.class.getConstructors()).isEmpty();
    List<Method> factories =
        Arrays.stream(ContextFilter.class.getMethods())
            .filter(m -> Modifier.isStatic(m.getModifiers()))
            .toList();
    assertThat(factories).extracting(Method::getName).containsOnly("of", "ofContexts");
    assertThat(ContextFilter.Rule.class.getMethods())
        .singleElement()
        .satisfies(m -> assertThat(m.getParameterTypes()).containsExactly(int[].class));
  }
}
