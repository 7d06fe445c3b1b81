/**
 * Entry of the page in every shell. What the first picture needs of the program, and the fonts, are asked for before
 * the page's own code is read, which takes as long.
 */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import type { Boot } from './app/start';
import { connect } from './client/connect';

// Text measured before its font has come would be measured wrongly.
const fonts = ['400 12px "Inter Variable"', '400 12px "JetBrains Mono Variable"'];
const page = import('./app/start');
const connection = connect();
const boot: Boot = {
  connection,
  opening: connection.then(({ client }) =>
    Promise.all([client.call('app.info', {}), client.call('project.state', {})]),
  ),
  fonts: Promise.all(fonts.map((font) => document.fonts.load(font))),
};
// What fails is told by the page, once it is there.
boot.opening.catch(() => undefined);
await (await page).start(boot);
