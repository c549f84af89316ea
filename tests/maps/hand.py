"""A hand on the map of a page: mouse and finger, at places of the country."""

from __future__ import annotations

import math


class Hand:
    """What is done on a page; it has ``page`` and, for fingers, ``cdp``."""

    def go(self, lon, lat, zoom=11):
        self.page.evaluate("hash => { location.hash = hash; }", f"{zoom}/{lat:.4f}/{lon:.4f}")
        self.page.wait_for_timeout(350)

    def tool(self, name):
        self.page.click(f"[data-tool={name}]")

    def at(self, spot):
        """Where a place is on the screen, by the view that the address tells."""
        zoom, lat, lon = map(
            float, self.page.evaluate("() => location.hash").split("&")[0][1:].split("/")
        )
        box = self.page.locator("#map").bounding_box()
        size = 256 * 2**zoom

        def world(place):
            x = (place[0] + 180) / 360
            y = 0.5 - math.log(math.tan(math.pi / 4 + math.radians(place[1]) / 2)) / (2 * math.pi)
            return x * size, y * size

        (x, y), (u, v) = world(spot), world((lon, lat))
        return box["x"] + box["width"] / 2 + x - u, box["y"] + box["height"] / 2 + y - v

    def place(self, spot):
        """Which place is at a point of the screen: the way back of `at`."""
        zoom, lat, lon = map(
            float, self.page.evaluate("() => location.hash").split("&")[0][1:].split("/")
        )
        u, v = self.at((lon, lat))
        size = 256 * 2**zoom
        east = lon + (spot[0] - u) / size * 360
        turn = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
        turn -= (spot[1] - v) / size * 2 * math.pi
        return east, math.degrees(2 * math.atan(math.exp(turn)) - math.pi / 2)

    def drag(self, start, *ways, finger=False):
        """Press, move along, let go; with the mouse or a finger."""
        if finger:
            self._touch("touchStart", start)
            for spot in ways:
                self._touch("touchMove", spot)
            self._touch("touchEnd")
            return
        self.page.mouse.move(*start)
        self.page.mouse.down()
        for spot in ways:
            self.page.mouse.move(*spot, steps=4)
        self.page.mouse.up()

    def _touch(self, kind, *spots):
        points = [{"x": x, "y": y} for x, y in spots]
        self.cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
