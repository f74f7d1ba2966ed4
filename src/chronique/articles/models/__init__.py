"""The models of the room, by subject; import them from here."""

from chronique.articles.models.editions import Correction, Edition
from chronique.articles.models.homes import ArticleFolder, Home
from chronique.articles.models.pages import Article, StaticPage
from chronique.articles.models.people import Author, Authorship
from chronique.articles.models.pictures import Picture, Rendition
from chronique.articles.models.publication import Menu, Publication
from chronique.articles.models.search import Link, SearchEntry
from chronique.articles.models.terms import Section, Tag, Tagging, Term

__all__ = [
    "Article",
    "ArticleFolder",
    "Author",
    "Authorship",
    "Correction",
    "Edition",
    "Home",
    "Link",
    "Menu",
    "Picture",
    "Publication",
    "Rendition",
    "SearchEntry",
    "Section",
    "StaticPage",
    "Tag",
    "Tagging",
    "Term",
]
