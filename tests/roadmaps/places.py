"""Places on a map at random, and whether what was quoted there is still said."""

from roadmaps import anchors


def anchored(chance, now):
    """A place somewhere on a map, at random: an element, a field, words of it, a figure, a link."""
    element = chance.choice([each for each in now["elements"] if not each.get("is_withdrawn")])
    places = [{"element": element["code"]}, {}]
    for name in anchors.fields_of(element):
        places.append({"element": element["code"], "field": name})
        if isinstance(element[name], str):
            words = element[name].split()
            first = chance.randrange(len(words)) if words else 0
            quote = " ".join(words[first : first + 3])
            places.append({"element": element["code"], "field": name, "quote": quote})
    places += [{"figure": each["id"]} for each in element["figures"]]
    places += [{"link": each["id"]} for each in now["links"]]
    return chance.choice(places)


def says(row, anchor):
    """Whether what was quoted still stands there, in whatever language."""
    if row.get("is_withdrawn"):
        return False
    text = str(row.get(anchor.field, "") if anchor.field else row)
    texts = f"{text} {row.get('translations')}"
    return " ".join(anchor.quote.split()) in " ".join(texts.split())
