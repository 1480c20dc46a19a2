// Whoever once chose how code is wrapped has chosen it for all code; text is always wrapped at first.
{
  const wrap = document.getElementById("wrap");
  if (wrap && !document.querySelector(".plain")) {
    wrap.checked = kept("wrap") === "yes";
    wrap.addEventListener("change", () => keep("wrap", wrap.checked ? "yes" : "no"));
  }
}
