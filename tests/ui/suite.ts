/** Suites of tests in Chromium, which are skipped with the reason where there is none. */
import { existsSync } from 'node:fs';
import { test } from '@playwright/test';
import { chromium } from '../../playwright.config';

/** Tests that stand alone. */
export function suite(title: string, tests: () => void): void {
  test.describe(title, () => {
    test.skip(!existsSync(chromium), `There is no Chromium at ${chromium}.`);
    tests();
  });
}

/** Tests that go on from one another, mostly in one window; after a failure the rest is left out. */
export function serialSuite(title: string, tests: () => void): void {
  suite(title, () => {
    test.describe.configure({ mode: 'serial' });
    tests();
  });
}
