"""Texts for the tokenizers' known answers: WordNet glosses, lines written for this, seeded oddities."""

import random
import zipfile

SEED = 20261124

LINES = [
    "Die Flut kommt langsam, und keiner merkt, wie das Wasser steigt.",
    "Straße, Größe, Übermut: drei Wörter mit Umlauten und scharfem S.",
    "La marée monte; l'été dernier, nous avons mangé des crêpes à Saint-Malo.",
    "¿Quién sabe dónde está el faro? ¡Allí, detrás de la montaña!",
    "A maré sobe devagar, e ninguém vê a água chegar à praça.",
    "Прилив идёт медленно, и никто не замечает, как поднимается вода.",
    "Вона читає книгу біля вікна, а надворі йде дощ.",
    "潮は静かに満ちて、誰も水位に気づかない。カタカナとひらがなと漢字。",
    "潮水慢慢上涨,没有人注意到水面升高。今天天气很好。",
    "조수가 천천히 밀려오지만 아무도 눈치채지 못한다.",
    "المد يرتفع ببطء، ولا أحد يلاحظ كيف يرتفع الماء.",
    "הגאות עולה לאט ואיש אינו מבחין במים העולים.",
    "ज्वार धीरे-धीरे आता है और किसी को पता नहीं चलता।",
    "น้ำขึ้นช้าๆ และไม่มีใครสังเกตเห็น",
    "Η παλίρροια ανεβαίνει αργά και κανείς δεν το προσέχει.",
    "Sular yavaşça yükseliyor; İstanbul'da ıhlamur kokusu var.",
    "Przypływ nadchodzi powoli, a żółte łodzie kołyszą się cicho.",
    "Thủy triều dâng lên từ từ và không ai để ý.",
    "Emoji 😀 👨‍👩‍👧 🇩🇪 ❤️ 👍🏽 1️⃣ and text, \u2764 without a selector.",
    "e\u0301 is not é, ﬁ is not fi, Ⅷ is not VIII, ½ + ¼ = ¾.",
    "A non-breaking\u00a0space, an em\u2003space, an ideographic\u3000space, a zero\u200bwidth one.",
    "I'm, you'RE, we'll, they'd, it'S, O'Neill's, rock'n'roll, 'tis",
    "1234567890 12,345.67 0x1F 1e-9 2026-11-24T08:30:00Z ٣٤٥ ४५",
    "for (int i = 0; i < n; i++) {\n    sum += a[i] * b[i];\n}\n",
    "def f(x: float = 0.5) -> float:\n\treturn x ** 2  # square\n\n\nprint(f(3))\n",
    "SELECT name, COUNT(*) FROM t WHERE x <> 'y' GROUP BY name;\r\n",
    '{"id": 7, "text": "a\\nb", "list": [1, 2.5, null, true]}',
    "<h1>Title</h1>\n<table><tr><td>1</td></tr></table>\n",
    "https://example.org/path?query=1&x=%20#fragment",
    "$ grep -rn 'x' . | sort -u > out.txt 2>&1",
    "   leading and trailing   ",
    "\n\n\nlines\n\n  \n\t\n",
    " ",
    "a",
    "\u2581already\u2581escaped\u2581",
]

SPACES = [" ", "  ", "   ", "\n", "\n\n", "\t", "\r\n", "\r", "\u00a0", "\u2003", "\u3000", "\u2028", "\u2581"]
SPACES += ["\u200b", "\ufeff", "\u0085", "\x0b", "\x0c", "\x00", "\x1c", "\x7f"]
TOKENS = ["<->", "->>>", "->>", "<-", "->", ">", "<", "-", "<h1>", "</h1>", "[multimodal]", "<end_of_turn>"]
TOKENS += ["</s>", "<s>", "<unk>", "<0x41>", "<0x0A>", "<|endoftext|>", "<|im_end|>", "<|fim_prefix|>"]
WORDS = ["word", "Wort", "слово", "言葉", "كلمة", "말", "x", "42", "it's", "e\u0301", ".", "😀", "ß", "'S"]


def glosses(jar):
    """All glosses of WordNet 3.1's adverbs and adjectives, in file order."""
    with zipfile.ZipFile(jar) as archive:
        for part in ("data.adv", "data.adj", "data.verb"):
            name = f"net/sf/extjwnl/data/wordnet/wn31/{part}"
            for line in archive.read(name).decode("utf-8").splitlines():
                if not line.startswith("  ") and " | " in line:
                    yield line.split(" | ", 1)[1].strip()


def answers(jar):
    """The texts with known answers; those of the end are not well suited to any vocabulary."""
    rng = random.Random(SEED)
    texts = list(LINES) + rng.sample(sorted(set(glosses(jar))), 80)
    for pool, most in ((SPACES, 24), (TOKENS, 16)):
        for _ in range(120):
            parts = [rng.choice(pool if rng.random() < 0.7 else WORDS) for _ in range(rng.randint(1, most))]
            texts.append("".join(parts))
    for limit in (0x20, 0x250, 0x3000, 0x20000, 0x110000):
        for _ in range(24):
            points = (rng.randrange(limit) for _ in range(rng.randint(1, 40)))
            texts.append("".join(chr(c) for c in points if not 0xD800 <= c < 0xE000) or "x")
    return texts
