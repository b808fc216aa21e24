// Ports are found, not assumed: two clones may run on one machine.
import { createServer } from 'node:net';

/** True when nothing listens on the port, neither on loopback nor on any address of the machine. */
export async function isPortFree(port) {
  for (const host of ['127.0.0.1', '0.0.0.0', '::']) {
    if ((await listenOnce(port, host)) === 'EADDRINUSE') return false;
  }
  return true;
}

/**
 * The first port from `from` upwards that is free and that `claim` agrees to.
 * @param {(port: number) => boolean} [claim] keeps the port for the caller; false when somebody else did
 * @throws when there is none among the next 200
 */
export async function firstFreePort(from, claim = () => true) {
  const tries = 200;
  for (let port = from; port < from + tries && port <= 65535; port++) {
    if ((await isPortFree(port)) && claim(port)) return port;
  }
  throw new Error(`no free port between ${from} and ${from + tries - 1}`);
}

/** Some free port on loopback, chosen by the system. */
export async function anyFreePort() {
  return Number(await listenOnce(0, '127.0.0.1'));
}

/** A port number as people write it in the environment; undefined when it is none (1 to 65535). */
export function parsePort(text) {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535 ? Number(text) : undefined;
}

/** Listens and closes again; answers the port, or the code of the error. */
function listenOnce(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => {
      const { port: found } = server.address();
      server.close(() => resolve(String(found)));
    });
  });
}
