// The choice is in a cookie now. Without it in the address, a shared link does not choose for others.
if (navigator.cookieEnabled && new URLSearchParams(location.search).has("language")) {
  const address = new URL(location);
  address.searchParams.delete("language");
  history.replaceState(null, "", address);
}
