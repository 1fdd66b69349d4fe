"""The five of a day as one HTML file that needs no server: nothing is loaded but the audio that a reader plays.

Beside a manifest and a worker it can be put on a telephone's home screen and read without a network.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from digest.outlets.entries import clip_address, drawn, environment, in_xml
from digest.wording import long_day
from store.records.readers import Digest, Pick

SCRIPT = (
    "if ('serviceWorker' in navigator && location.protocol !== 'file:') navigator.serviceWorker.register('worker.js');"
)

# The network first, so that the day is today's; what was last seen where there is none. Audio is never kept.
WORKER = """const KEPT = 'earmark-1';
self.addEventListener('install', (e) => { self.skipWaiting();
  e.waitUntil(caches.open(KEPT).then((c) => c.addAll(['./', 'manifest.webmanifest', 'icon-192.png']))); });
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (e) => {
  if (e.request.method !== 'GET' || !e.request.url.startsWith(self.registration.scope)) return;
  e.respondWith(fetch(e.request).then((r) => {
    if (r.ok) { const copy = r.clone(); caches.open(KEPT).then((c) => c.put(e.request, copy)); }
    return r;
  }).catch(() => caches.match(e.request).then((r) => r || caches.match('./'))));
});
"""

MANIFEST = json.dumps(
    {
        "name": "Earmark, five a day",
        "short_name": "Earmark",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#fbfaf6",
        "theme_color": "#1f6f6b",
        "icons": [
            {"src": f"icon-{side}.png", "sizes": f"{side}x{side}", "type": "image/png", "purpose": "any maskable"}
            for side in (192, 512)
        ],
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    rank: int
    headline: str
    html: str
    audio: str | None


def day_page(digest: Digest | None, zone: ZoneInfo, home: str, others: Sequence[date] = (), *, served: bool) -> str:
    """`others` are days that have a page beside this one. `served`: at an address, with a worker, not saved."""
    return (
        environment()
        .get_template("day.html.jinja")
        .render(
            day=long_day(digest.day) if digest else "",
            cards=[_card(pick, zone) for pick in digest.picks] if digest else [],
            others=[(one.isoformat(), long_day(one)) for one in others],
            home=home,
            script=SCRIPT if served else "",
        )
    )


def _card(pick: Pick, zone: ZoneInfo) -> _Card:
    insight = pick.cited.insight
    return _Card(
        rank=pick.rank,
        headline=in_xml(insight.headline),
        html=drawn(pick.cited, zone, pick.why),
        audio=clip_address(pick.cited),
    )
