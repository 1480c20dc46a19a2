// On paper an address needs its host, which the server behind its proxy does not know.
for (const address of document.querySelectorAll(".address")) address.prepend(location.host);
