// The choice is kept by now: a link that is passed on should not choose for others.
if (navigator.cookieEnabled && new URLSearchParams(location.search).has("language")) {
  const address = new URL(location);
  address.searchParams.delete("language");
  history.replaceState(null, "", address);
}
