"""What the model is asked to continue. Every text here was written for this benchmark."""

from typing import NamedTuple


class Prompt(NamedTuple):
    """One prompt: a name for tables, a kind, and the text to continue."""

    name: str
    kind: str
    text: str


SHORT = [
    Prompt(
        "ferry",
        "prose",
        "The last ferry of the evening left the pier without its captain. Nobody on board noticed at first, "
        "because the old engine kept its usual rhythm and the lights of the far shore came slowly closer. It was "
        "the cook who went up to the bridge with a cup of tea, and",
    ),
    Prompt(
        "orchard",
        "prose",
        "My grandmother kept bees behind the orchard wall, and every spring she told them the news of the family "
        "as if they were neighbours who had been away. The year I turned eleven she handed me the veil and said "
        "that from now on the telling was mine. I stood in front of the hives and",
    ),
    Prompt(
        "market",
        "prose",
        "A report from the Saturday market: by nine in the morning the bread was gone, the cheese stall had a queue "
        "around the fountain, and a man with a barrel organ had quarrelled with the woman who sells umbrellas. "
        "The town council, asked for a comment,",
    ),
    Prompt(
        "tides",
        "explanation",
        "Why are there two high tides a day and not one? Most people know that the Moon pulls the water towards "
        "itself. That explains the bulge on the near side of the Earth, but there is a second bulge on the far "
        "side, and it needs a different argument. To see it,",
    ),
    Prompt(
        "bread",
        "explanation",
        "How sourdough works, step by step. A starter is a mixture of flour and water in which wild yeast and "
        "bacteria live together. When you feed it, three things happen one after the other. First,",
    ),
    Prompt(
        "cache",
        "explanation",
        "A processor cache is a small, fast memory that keeps copies of data that was used recently. The idea "
        "rests on two observations about programs, called temporal and spatial locality. Temporal locality means "
        "that",
    ),
    Prompt(
        "intervals",
        "code",
        "def merge_intervals(intervals):\n"
        '    """Merge overlapping intervals.\n\n'
        "    intervals: list of (start, end) pairs with start <= end, in any order.\n"
        "    Returns a sorted list of disjoint intervals that cover the same points.\n"
        '    """\n',
    ),
    Prompt(
        "queue",
        "code",
        "import java.util.ArrayDeque;\n"
        "import java.util.concurrent.locks.Condition;\n"
        "import java.util.concurrent.locks.ReentrantLock;\n\n"
        "/** A queue that holds at most a fixed number of elements and blocks when it is full or empty. */\n"
        "public final class BoundedQueue<T> {\n",
    ),
    Prompt(
        "orders",
        "code",
        "-- Tables of a small shop: customers(id, name, city), orders(id, customer_id, placed_on), and\n"
        "-- items(order_id, product, quantity, cents).\n"
        "-- For every city: number of customers, number of orders in 2025, and turnover; best city first.\n"
        "SELECT",
    ),
    Prompt(
        "lamp",
        "dialogue",
        '"You said the lamp was broken," said Ines.\n'
        '"I said it did not light," answered the electrician. "That is not the same thing."\n'
        '"Then what do I owe you for?"\n',
    ),
    Prompt(
        "support",
        "dialogue",
        "Customer: My parcel was delivered to the wrong house and the neighbours are away.\n"
        "Agent: I am sorry to hear that. May I have the number on the card the driver left?\n"
        "Customer: There was no card. I only have the order number.\n"
        "Agent:",
    ),
    Prompt(
        "interview",
        "dialogue",
        "Q: You have tuned pianos for forty years. What do you listen for first?\n"
        "A: Not for the notes. I listen for the room.\n"
        "Q: What does a room tell you?\n"
        "A:",
    ),
]

LONG = Prompt(
    "watermill",
    "long",
    """The mill at the bend

When we bought the mill, the wheel had not turned for fifty-one years. The estate agent called it a character property, which meant that the roof leaked in four places and that there was no road, only a cart track with grass down the middle. My sister walked once around the building, looked into the wheel pit, and said that it was a ruin with a view. She was right about both. We signed three weeks later.

I want to set down how the wheel came to turn again, because people ask, and because each time I tell it I leave out something different. There were two winters, one flood, a surveyor who did not like us, a carpenter who did, and a box of drawings that turned up in a place where nobody would keep drawings. I shall try to tell it in order.

The first thing we learned was that a mill is not a house with a wheel on it. It is a machine that somebody put a roof over. Every wall stands where it stands because of the water. The floor of the stone room is a hand's breadth higher than the floor of the kitchen, not through carelessness, but because the great spur wheel needed exactly that much room beneath the beams. When the plumber wanted to level the two floors, the carpenter took him by the sleeve, led him down the ladder, and showed him the mark that the teeth had worn in the joist over a hundred and fifty years. After that the plumber asked before he cut anything, and so did we.

The carpenter's name was Tobias. He was seventy, he had never built a water wheel, and he had wanted to build one all his life. His grandfather had repaired this very wheel in the year of the high water, and Tobias had the old man's adze, his drawknife, and a notebook in which every job was entered with the price and the weather. The entry for our mill said: eleven new floats, elm, two days, rain, paid in flour. He read it to us standing in the pit in rubber boots, and he closed the book as carefully as a priest.

We began with the leat, which is the channel that brings the water. From the weir to the wheel it runs for four hundred metres along the foot of the slope, and in half a century it had filled with leaves, silt, bottles, a bicycle, and the roots of alders. We dug all that autumn. My sister kept a list of what we found. The bicycle was the best of it; the worst was a drowned sheep that had been there for longer than anyone wished to guess. Each metre had to be dug to the same slope, one finger's width of fall for every ten paces, because water that runs too fast takes the bank with it and water that runs too slowly drops its mud. Tobias checked the slope with a length of clear hose filled with red wine. He said that water was harder to see, and that in any case the wine was not wasted.

In November the surveyor came. He was a thin man with a thick folder. He explained that the right to take water from the river had been granted to the miller in 1784, that it had been confirmed twice, and that it had lapsed if it had not been used for fifty years. We told him that it had been fifty-one. He looked at the leat, in which by then a little water stood, and at my sister, who was up to her knees in it with a spade, and he asked whether anyone could show that the water had been used for any purpose at all during that time. Watering a garden would be enough. So would a pond with fish. He would return in the spring, he said, and he would be glad to see some papers.

We had no papers. The deeds showed who had owned the house, and nothing about the water. The parish had burned its records to keep warm in a bad winter long ago, or so it was said. We wrote to the family that had sold the mill, and they answered kindly that they had thrown away everything when the old man died. My sister put the letter on the nail above the stove, where we could see it every day, and we went on digging, since that at least was something that we knew how to do.

The flood came in the second week of February. It rained for three days on snow, and on the third night I woke because the house was humming. It was not a loud sound. It was the note that a bottle makes when you blow across it, and it came from below. I went down with a torch. The river had risen over the weir, found the leat that we had so carefully dug for it, and come straight to the door. The wheel pit was full to the brim, brown and quick, and against the rotten floats of the old wheel leaned the whole weight of the winter. The wheel was trying to turn. It groaned, moved by the width of a hand, stopped, and moved again. I stood there in my nightshirt and could not make up my mind whether to be frightened or to cheer.

By morning the water had gone down, and half of the old wheel had gone with it. What remained was the oak shaft, black and sound, and the iron hubs. Tobias put his ear against the shaft, knocked on it with the handle of his hammer all the way along, and was pleased. The flood, he said, had saved him a week of taking things apart, and had charged nothing for it. It had also torn away the boards at the back of the pit, where the wall of the mill meets the rock. Behind the boards was a recess about as large as a bread oven, and in the recess stood a tin box with a lid that had been sealed with tar.

I should like to write that we opened it with trembling hands, but the truth is that we had to use a cold chisel, and that my sister hit her thumb. Inside were two bundles wrapped in waxed cloth. The first was a set of drawings: the wheel from the front and from the side, the sluice, the stones, the sack hoist, every part numbered in a clear upright hand and dated 1861. The second bundle was a row of thin account books, and these were not old at all. The last miller, who had stopped grinding when the new factory opened down the valley, had gone on letting water into the leat every spring for his trout. He had sold the trout to the inn. He had written down each fish by weight, with the date and the price, and he had kept the books dry where no tax inspector would think of looking. The final entry was thirty-four years old. We counted on our fingers, and then we counted again on paper.

When the surveyor returned in April, we gave him coffee and the books. He read for a long while. He asked whether the inn still existed, and it did, and in its cellar there was a ledger which agreed with ours in all but two fish. He closed his thick folder, and for the first time we saw him smile. The right, he said, had never lapsed. He added that his own mother had often spoken about the trout.

The new wheel took Tobias a whole summer. It is four metres and twenty across, with thirty-two floats of elm, and there is not a screw in it. He would not be hurried and he would not be helped, apart from lifting. Whenever a part was finished he laid it on the drawing of 1861, full size, which he had chalked on the floor of the barn, and if it covered the line he grunted. In the evenings people from the village came by to look. They leaned on the wall, gave advice, and remembered things that could not all have been true. One woman of ninety told us that when she was a child the whole valley knew the time by the sound of the wheel, because the miller started at six and stopped at noon, and that on the day when it stopped for good, her father had taken out his watch and shaken it.

The stones were a chapter of their own. There are two of them, each as wide as a man is tall, and the upper one weighs more than the van in which we had moved house. Nobody had lifted it since the last miller cut new furrows into it. Tobias drew a tripod in the dust, we built it from three spruce trunks, and it took the whole of a Sunday to raise the runner by the thickness of a loaf. Underneath lay a layer of flour, grey and hard as plaster, and in the flour, quite clear, was the print of a mouse. We dressed the furrows through October with two hammers and a great many plasters for our knuckles. A neighbour lent us his father's mill bills, and showed us how to hold the wrist so that the steel does the work. On good days we managed a strip as broad as a hand. On bad days we broke an edge, said nothing to each other, and swept up. By the end I could tell with closed eyes, from the sound alone, whether a blow had been clean, and my sister, who has the better ear, could tell from the kitchen which of us had struck it.

We opened the sluice on the last Sunday of September. There was no ceremony, because Tobias had forbidden it; he said that a wheel which is watched will not turn. Nevertheless about sixty people happened to be walking past. The water came down the leat as it had been told to, one finger's width in ten paces, and slid under the gate. For a moment nothing happened. Then""",
)

NEUTRAL = "Numbers, from one to ten: one,"
"""Asked with one token before each timed answer, so that no answer finds its own prompt in the engine's cache."""
