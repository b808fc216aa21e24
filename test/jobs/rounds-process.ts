// A worker process of the whole application, for the test that kills it in the middle of a round.
import 'reflect-metadata';
import { openHouse } from './rounds-house';

const [databaseUrl, redisUrl] = process.argv.slice(2);
void openHouse({ databaseUrl, redisUrl: redisUrl || null }, 'worker').then(() => process.stdout.write('working\n'));
