const EVENTS = [
  "snapshot", "message", "edited", "deleted", "toast", "action", "commands", "person", "group", "group_left",
  "inline_results",
];
const RETRY_MS = 1500;
const PEEK_MS = 5000;

const address = (person) => `/people/${person.id}/events`;

/**
 * Follows one person's chat. Every event of the stream goes to the handler of its name; `lost` is called
 * whenever the connection breaks (a new snapshot tells that it is back). Returns a function that ends it.
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
      // The browser tries again by itself unless the server answered with an error.
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
 * One look at a person's chat: its snapshot, or null. A browser keeps at most six connections to a server,
 * shared by all tabs, so only the person on screen has a lasting one.
 */
export function peek(person) {
  return new Promise((resolve) => {
    const stream = new EventSource(address(person));
    const finish = (snapshot) => {
      clearTimeout(timer);
      stream.close();
      resolve(snapshot);
    };
    const timer = setTimeout(finish, PEEK_MS, null);
    stream.addEventListener("snapshot", (event) => finish(JSON.parse(event.data)));
    stream.onerror = () => finish(null);
  });
}
