// Tells textual-serve's client where its socket is; it looks at it when the page has loaded.
"use strict";

const terminal = document.getElementById("terminal");
const scheme = location.protocol === "https:" ? "wss:" : "ws:";
terminal.dataset.sessionWebsocketUrl = `${scheme}//${location.host}/dashboard/socket`;
document.getElementById("again").addEventListener("click", () => location.reload());
// The terminal takes the keys only while it has the focus, and nothing else here wants it.
window.addEventListener("load", () => terminal.querySelector("textarea")?.focus());
terminal.addEventListener("contextmenu", (event) => event.preventDefault());
