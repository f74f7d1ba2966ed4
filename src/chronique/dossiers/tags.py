"""What kept pages show of dossiers, by name; `articles.tags` has those of articles.

Numbers are those of the rows.
"""


def dossiers(site: int) -> str:
    """Which dossiers readers may see, how they are called, and how they stand."""
    return f"dossiers:{site}"


def catalogue(site: int) -> str:
    """Which dossiers readers may see, and how they are called."""
    return f"catalogue:{site}"


def dossier(number: int) -> str:
    """What it says itself, and its parts."""
    return f"dossier:{number}"


def called(dossier: int) -> str:
    """How it is called, where it is, and whether readers may see it: for pages of other things."""
    return f"called:{dossier}"


def asks(dossier: int) -> str:
    """Its question."""
    return f"asks:{dossier}"


def timeline(dossier: int) -> str:
    """Its events, and all that they say."""
    return f"timeline:{dossier}"


def matrix(dossier: int) -> str:
    """Its hypotheses, its evidence, and what was judged of both."""
    return f"matrix:{dossier}"


def changes(dossier: int) -> str:
    """What changed in it, and when."""
    return f"changes:{dossier}"


def sourced(dossier: int) -> str:
    """Which sources it rests on."""
    return f"sourced:{dossier}"


def place_in(article: int) -> str:
    """In which dossiers an article stands, and what stands before and after it there."""
    return f"place-in:{article}"


def event(number: int) -> str:
    return f"event:{number}"


def events(site: int) -> str:
    """Which events there are, and all that they say."""
    return f"events:{site}"


def actor(number: int) -> str:
    """How a person or a body is called."""
    return f"actor:{number}"


def source(number: int) -> str:
    return f"source:{number}"


def cited(thing: str) -> str:
    """Which articles point at something: `cited(source(3))`."""
    return f"cited:{thing}"


def cites(article: int) -> str:
    """Which sources and events an article points at, and in which order."""
    return f"cites:{article}"


def prediction(number: int) -> str:
    return f"prediction:{number}"


def predictions(site: int) -> str:
    """Which predictions there are, and how each stands."""
    return f"predictions:{site}"


def foretold_in(article: int) -> str:
    """Which predictions an article makes."""
    return f"foretold-in:{article}"


def foretold_of(dossier: int) -> str:
    """Which predictions a dossier holds."""
    return f"foretold-of:{dossier}"


def foretold_by(author: int) -> str:
    """Which predictions somebody made, and how each stands."""
    return f"foretold-by:{author}"


def has_record(author: int) -> str:
    """Whether somebody predicted anything."""
    return f"has-record:{author}"


def scale(site: int) -> str:
    """In which words a publication says how likely something is."""
    return f"scale:{site}"


def books(site: int) -> str:
    """Which books readers may take away."""
    return f"books:{site}"


def books_of(dossier: int) -> str:
    """Which of them hold a dossier."""
    return f"books-of:{dossier}"
