// The theme button switches between automatic, light and dark.
{
  const button = document.getElementById("theme");
  const colours = [...document.querySelectorAll("meta[name=theme-color]")];
  const bySystem = colours.map((colour) => colour.media);
  const themes = ["auto", "light", "dark"];
  let theme = themes.includes(readSetting("theme")) ? readSetting("theme") : "auto";

  function show() {
    document.documentElement.dataset.theme = theme;
    button.textContent = button.dataset[theme];
    colours.forEach((colour, index) => {
      colour.media = theme === "auto" ? bySystem[index] : themes[index + 1] === theme ? "all" : "not all";
    });
  }

  button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    storeSetting("theme", theme);
    show();
    notify(button.textContent);
  });
  show();
  button.hidden = false;
}
