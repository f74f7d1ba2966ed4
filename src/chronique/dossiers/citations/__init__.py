"""Sources as programs of librarians read them: CSL-JSON, BibTeX, RIS, COinS. No framework."""

from chronique.dossiers.citations.bibtex import write_bibtex
from chronique.dossiers.citations.coins import write_coins
from chronique.dossiers.citations.csl import write_csl
from chronique.dossiers.citations.items import Item, Name
from chronique.dossiers.citations.ris import write_ris

__all__ = ["Item", "Name", "write_bibtex", "write_coins", "write_csl", "write_ris"]
