// Shown in print only: the host of the address, which the server does not know behind a proxy.
for (const address of document.querySelectorAll(".address")) address.prepend(location.host);
