package ai.tidemark.benchmarks.corpus;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Paragraphs that stand on many pages word for word. Made up. */
final class Boilerplate {
  private static final List<byte[]> PARAGRAPHS =
      List.of(
              """
              We use cookies and similar techniques to give you the best experience on this site.\
               Some are needed for the site to work, others help us to understand how visitors use\
               it. You can accept all of them, refuse those that are not needed, or choose for each\
               purpose. Your choice is kept for six months and can be changed at any time at the\
               foot of every page.\
              """,
              """
              Permission is granted to use, copy and change this material for any purpose, with or\
               without a fee, provided that this notice stands in all copies. The material is\
               provided as it is, without any warranty, express or implied, including that it is\
               fit for a purpose. In no event shall its authors be liable for any claim or damage\
               that comes from its use.\
              """,
              """
              Sign up for our newsletter and never miss a story. You will get a message once a week\
               with the most read articles and the picks of our editors. You can leave the list at\
               any time with the link at the end of each message. By signing up you agree to our\
               terms of use and to our notice on privacy.\
              """,
              """
              All rights reserved. No part of this page may be stored or passed on in any form\
               without written permission of the publisher, short quotations in reviews excepted.\
               Names of products and companies may be marks of their owners and are used here only\
               to say what is meant.\
              """,
              """
              Home | About us | Contact | Careers | Press | Help | Terms of use | Privacy |\
               Accessibility | Site map | Follow us | Back to top\
              """,
              """
              This article is for general information only. It is no advice on law, tax, health or\
               money, and reading it makes nobody a client. Ask someone qualified who knows your\
               situation before you act on anything that you read here. Rules change, and what was\
               right on the day of writing may be wrong today.\
              """,
              """
              Did you find a mistake? Tell us about it: choose the sentence and press the button\
               beside it. We read every message, even where we cannot answer each of them.\
               Corrections are listed at the end of the text with their date.\
              """,
              """
              Wir verwenden Cookies, um Inhalte anzuzeigen und Zugriffe auf unsere Seite zu zählen.\
               Sie können Ihre Einwilligung jederzeit mit Wirkung für die Zukunft widerrufen.\
               Weitere Angaben stehen in der Erklärung zum Datenschutz und im Impressum.\
              """,
              """
              Shipping is free for orders above fifty. Goods may be sent back within thirty days\
               in the state in which they came. Prices include taxes where the law asks for it, and\
               delivery times are estimates. See the terms of sale for what applies to vouchers,\
               gifts and orders from abroad.\
              """,
              """
              Comments are closed. Please be kind to each other and stay with the subject; what\
               breaks our rules is removed without notice. Opinions are those of who wrote them.\
              """)
          .stream()
          .map(p -> p.getBytes(StandardCharsets.UTF_8))
          .toList();

  private Boilerplate() {}

  /** Appends one to three paragraphs, a blank line between them. */
  static void write(Mix random, Utf8Text out) {
    int many = 1 + random.below(3);
    for (int i = 0; i < many; i++) {
      if (i > 0) {
        out.add('\n');
        out.add('\n');
      }
      out.add(PARAGRAPHS.get(random.below(PARAGRAPHS.size())));
    }
  }
}
