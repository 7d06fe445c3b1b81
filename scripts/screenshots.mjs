// `node scripts/screenshots.mjs`: pictures of the running program on the demo, in dark and light. Those of the README go to
// docs/pictures, those of all screens to out/pictures.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';
import { launchBrowser, serve } from './window.mjs';

const { splits } = JSON.parse(readFileSync(join(root, 'resources', 'demo', 'project.json'), 'utf8'));
/** Long enough for the thumbnails of the video shown; nothing says when the last is there. */
const settleMilliseconds = 12_000;
const screens = {
  project: '#/project',
  features: '#/features',
  train: '#/train',
  runs: '#/runs',
  studies: '#/studies',
  annotate: `#/annotate?video=${splits.test[0]}&t=21.4`,
};
const pictures = join(root, 'out', 'pictures');
const kept = join(root, 'docs', 'pictures');

async function take(browser, url, scheme) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: scheme });
  for (const [name, place] of Object.entries(screens)) {
    await page.goto(url.replace(/#.*$/, '') + place);
    await page.reload();
    await page.getByText('Opening the project').waitFor({ state: 'hidden' });
    await page.waitForTimeout(name === 'annotate' ? settleMilliseconds : 1000);
    await page.screenshot({ path: join(pictures, `${name}-${scheme}.png`), animations: 'disabled' });
  }
  await page.close();
}

ensureInstalled();
ensureBuilt();
mkdirSync(pictures, { recursive: true });
mkdirSync(kept, { recursive: true });
const user = mkdtempSync(join(tmpdir(), 'gadw-pictures-'));
const program = await serve(user);
try {
  const browser = await launchBrowser();
  for (const scheme of ['dark', 'light']) {
    await take(browser, program.url, scheme);
    copyFileSync(join(pictures, `annotate-${scheme}.png`), join(kept, `annotate-${scheme}.png`));
  }
  await browser.close();
} finally {
  await program.stop();
  rmSync(user, { recursive: true, force: true });
}
