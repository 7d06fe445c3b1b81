"""Makes tests/fixtures/exports/readers.json: the segments that pympi-ling, webvtt-py and srt find in our exported files.

Run: python tests/reference/exports.py
"""
import html
import json

import pympi
import srt
import webvtt

from stored import TESTS, stored

folder = TESTS / "fixtures" / "exports"


def elan(name):
    document = pympi.Elan.Eaf(str(folder / f"{name}.eaf"))
    tiers = [tier for tier in document.get_tier_names() if tier != "reviewed"]
    return [
        [name, start / 1000, end / 1000, text]
        for tier in tiers
        for start, end, text in document.get_annotation_data_for_tier(tier)
    ]


def vtt(name):
    cues = webvtt.read(str(folder / f"{name}.vtt"))
    def seconds(whole, time):
        return whole + time.milliseconds / 1000

    return [
        [
            name,
            seconds(cue.start_in_seconds, cue.start_time),
            seconds(cue.end_in_seconds, cue.end_time),
            html.unescape(cue.text),
        ]
        for cue in cues
    ]


def subrip(name):
    cues = srt.parse((folder / f"{name}.srt").read_text(encoding="utf-8"))
    return [[name, cue.start.total_seconds(), cue.end.total_seconds(), cue.content] for cue in cues]


found = {"elan": elan("küche 厨房"), "webvtt": vtt("variable-1"), "srt": subrip("variable-1")}
stored("fixtures/exports/readers.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
