"""What a desktop does to a window, without a desktop: drop files on it (XDND), ask it to close.

    python3 x11.py drop WINDOW PATH...
    python3 x11.py close WINDOW

The display is that of $DISPLAY. Exit code 1 and a sentence when the window does not answer.
"""

import sys
import time
from pathlib import Path

from Xlib import X, display
from Xlib.protocol import event

PATIENCE = 20.0


class Hand:
    """A client that owns the drag."""

    def __init__(self, window):
        self.display = display.Display()
        self.root = self.display.screen().root
        self.target = self.display.create_resource_object("window", window)
        self.own = self.root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)

    def atom(self, name):
        return self.display.intern_atom(name)

    def tell(self, kind, data):
        message = event.ClientMessage(
            window=self.target, client_type=self.atom(kind), data=(32, data)
        )
        self.target.send_event(message, event_mask=X.NoEventMask)
        self.display.flush()

    def close(self):
        self.tell("WM_PROTOCOLS", [self.atom("WM_DELETE_WINDOW"), X.CurrentTime, 0, 0, 0])
        self.display.sync()

    def drop(self, paths):
        uris = "".join(Path(path).resolve().as_uri() + "\r\n" for path in paths).encode()
        self.own.set_selection_owner(self.atom("XdndSelection"), X.CurrentTime)
        me, kind = self.own.id, self.atom("text/uri-list")
        self.tell("XdndEnter", [me, 5 << 24, kind, 0, 0])
        where = self.target.translate_coords(self.root, 0, 0)
        x, y = 400 - where.x, 300 - where.y
        action = self.atom("XdndActionCopy")
        self.tell("XdndPosition", [me, 0, x << 16 | y, X.CurrentTime, action])
        status = self.wait("XdndStatus", uris)
        if not status[1] & 1:
            sys.exit("the window refuses the drop")
        self.tell("XdndDrop", [me, 0, X.CurrentTime, 0, 0])
        self.wait("XdndFinished", uris)

    def wait(self, kind, uris):
        """Answers requests for the dragged names until the window sends `kind`; its data."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            while self.display.pending_events():
                seen = self.display.next_event()
                if seen.type == X.SelectionRequest:
                    self.hand_over(seen, uris)
                elif seen.type == X.ClientMessage and seen.client_type == self.atom(kind):
                    return seen.data[1]
            time.sleep(0.01)
        sys.exit(f"the window did not send {kind} within {PATIENCE:.0f} s")

    def hand_over(self, asked, uris):
        kind = self.atom("text/uri-list")
        known = asked.target == kind
        if known:
            asked.requestor.change_property(asked.property, kind, 8, uris)
        answer = event.SelectionNotify(
            time=asked.time,
            requestor=asked.requestor,
            selection=asked.selection,
            target=asked.target,
            property=asked.property if known else X.NONE,
        )
        asked.requestor.send_event(answer, event_mask=X.NoEventMask)
        self.display.flush()


def main(what, window, *paths):
    hand = Hand(int(window))
    if what == "drop":
        hand.drop(paths)
    else:
        hand.close()


main(*sys.argv[1:])
