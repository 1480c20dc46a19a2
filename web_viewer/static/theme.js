// Runs before anything is painted: a page that is light for a moment dazzles at night.
"use strict";

try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch { /* the browser keeps nothing for us */ }
