/**
 * The page over the fake program, to look at screens without the real one (`npm run dev`, then /fake.html). Not built.
 * `?closed` begins without a project, `?videos=700` with that many, `?ticks=600` with jobs that far.
 */
import { start } from './app/start';
import { createFake } from './client/fake';

const query = new URLSearchParams(location.search);
const fake = createFake({ videos: Number(query.get('videos') ?? 28), closed: query.has('closed') });
void start(async () => fake.client);
setInterval(() => fake.tick(Number(query.get('ticks') ?? 12)), 1000);
