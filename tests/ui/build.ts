import { ensureBuilt } from '../../scripts/prepare.mjs';

/** The browser tests run what users run: the built program. */
export default function build(): void {
  ensureBuilt();
}
