/** A process that sends what waits in an outbox, and is killed while it does: `node dying-notifier.ts <database> <instant>`. */
import { openDatabase } from '../../db/open.ts';
import { createContactSeal } from '../../server/files/contact.ts';
import { createOutbox } from '../../server/notify/outbox.ts';
import { testCity } from './city.ts';

const [database = '', instant = ''] = process.argv.slice(2);
const city = await testCity(openDatabase(database), { env: { NOTIFY_LOOPBACK: 'on' } });
city.time = new Date(instant);
city.context.contacts = createContactSeal(new Uint8Array(32));
await createOutbox(city.context, (line) => console.error(line)).tick();
