/** The server this worker's tests talk to. Each worker has its own, so that no two of them wait for or disturb each other. */
const addresses = (process.env.WEB_URL ?? '').split(' ');
const folders = (process.env.WEB_DATA ?? '').split(' ');
const worker = Number(process.env.TEST_PARALLEL_INDEX ?? 0);

/** Of all workers, in order. */
export const SERVERS = addresses.map((url, at) => ({ url, data: folders[at] }));
export const { url: SERVER, data: SERVER_DATA } = SERVERS[worker];
