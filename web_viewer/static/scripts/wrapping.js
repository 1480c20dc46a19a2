// The choice to wrap lines is stored for all code. Plain text is always wrapped at first.
{
  const wrap = document.getElementById("wrap");
  if (wrap && !document.querySelector(".plain")) {
    wrap.checked = readSetting("wrap") === "yes";
    wrap.addEventListener("change", () => storeSetting("wrap", wrap.checked ? "yes" : "no"));
  }
}
