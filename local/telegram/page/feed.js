const EVENTS = [
  "snapshot", "message", "edited", "deleted", "toast", "action", "commands", "person", "group", "group_left",
  "inline_results",
];
const RETRY_MS = 1500;
const PEEK_TIMEOUT_MS = 5000;

const address = (person) => `/people/${person.id}/events`;

/**
 * Open a person's event stream. Each event goes to the handler of its name; `lost` is called when the
 * connection breaks, and a new snapshot follows when it is back. Return a function that closes the stream.
 */
export function follow(person, handlers) {
  let stream;
  let timer;
  const open = () => {
    stream = new EventSource(address(person));
    for (const name of EVENTS) {
      stream.addEventListener(name, (event) => handlers[name](JSON.parse(event.data)));
    }
    stream.onerror = () => {
      handlers.lost();
      // The browser reconnects by itself, unless the server answered with an error.
      if (stream.readyState === EventSource.CLOSED) timer = setTimeout(open, RETRY_MS);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    stream.close();
  };
}

/**
 * Fetch a person's snapshot, or null. Only the person on screen has a permanent connection, because a
 * browser allows six to a server for all tabs.
 */
export function peek(person) {
  return new Promise((resolve) => {
    const stream = new EventSource(address(person));
    const finish = (snapshot) => {
      clearTimeout(timer);
      stream.close();
      resolve(snapshot);
    };
    const timer = setTimeout(finish, PEEK_TIMEOUT_MS, null);
    stream.addEventListener("snapshot", (event) => finish(JSON.parse(event.data)));
    stream.onerror = () => finish(null);
  });
}
