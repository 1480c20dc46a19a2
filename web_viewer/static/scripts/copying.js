// The copy button. It copies the listing or a hidden source, or fetches a source that the page does not contain.
{
  const button = document.getElementById("copy");
  const source = document.getElementById("source") ?? document.querySelector(".listing code");

  async function fetchText(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(response.status);
    return response.text();
  }

  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const text = button.dataset.source ? fetchText(button.dataset.source) : source.textContent;
      copyText(text).then(() => notify(button.dataset.done), () => notify(button.dataset.failed));
    });
  }
}
