"""Languages as Open Graph names them: with a country each, so each with its first."""

# Of the languages that an article may have (articles.rules.LANGUAGES).
OPEN_GRAPH = {
    "fr": "fr_FR", "en": "en_US", "de": "de_DE", "es": "es_ES", "it": "it_IT", "pt": "pt_PT",
    "nl": "nl_NL", "pl": "pl_PL", "uk": "uk_UA", "ru": "ru_RU", "ar": "ar_AR", "he": "he_IL",
    "el": "el_GR", "tr": "tr_TR", "ro": "ro_RO", "ca": "ca_ES", "eu": "eu_ES", "br": "br_FR",
    "zh": "zh_CN", "ja": "ja_JP",
}  # fmt: skip
