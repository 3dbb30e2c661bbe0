"""What a voice says to be heard, by language."""

from __future__ import annotations

__all__ = ["sample_sentence"]

_SENTENCES = {
    "cmn": "你好，这是我的声音。",
    "de": "Guten Morgen. So klingt diese Stimme, wenn sie die Nachrichten liest.",
    "en": "Good morning. This is how the voice sounds when it reads the news.",
    "es": "Buenos días. Así suena esta voz cuando lee las noticias.",
    "fr": "Bonjour. Voici comment sonne cette voix quand elle lit les nouvelles.",
    "hi": "नमस्ते। यह मेरी आवाज़ है।",
    "it": "Buongiorno. Così suona questa voce quando legge le notizie.",
    "ja": "おはようございます。これが私の声です。",
    "nl": "Goedemorgen. Zo klinkt deze stem als ze het nieuws leest.",
    "pl": "Dzień dobry. Tak brzmi ten głos, kiedy czyta wiadomości.",
    "pt": "Bom dia. É assim que esta voz soa quando lê as notícias.",
    "uk": "Доброго ранку. Так звучить цей голос, коли читає новини.",
    "zh": "你好，这是我的声音。",
}


def sample_sentence(languages: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the first of a voice's languages that there is a sentence in, and the sentence; None if there is none."""
    for language in languages:
        sentence = _SENTENCES.get(language.split("-")[0])
        if sentence is not None:
            return language, sentence
    return None
