// A listing is its own source; what is set as a page, or has what no page can show, comes with it or its address.
{
  const button = document.getElementById("copy");
  const source = document.getElementById("source") ?? document.querySelector(".listing code");

  async function fetched(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  }

  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const text = button.dataset.source ? fetched(button.dataset.source) : source.textContent;
      put(text).then(() => say(button.dataset.done), () => say(button.dataset.failed));
    });
  }
}
