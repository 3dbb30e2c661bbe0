"""Encode mastered chunks as MP3 frames and join them: LAME, frames, chunks, programme, chunk store."""
