import type { Locator, Page } from '@playwright/test';

/** The panel of classes as a user handles it. */
export class ClassesPanel {
  readonly region: Locator;

  constructor(readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Classes', exact: true }).filter({ has: page.getByRole('grid') });
  }

  /** Rows as `name key segments videos`, in the order shown. */
  async rows(): Promise<string[]> {
    const rows = await this.region.locator('tbody tr[data-row]').all();
    return Promise.all(
      rows.map(async (row) => {
        const cells = await row.getByRole('gridcell').or(row.locator('td')).allInnerTexts();
        const [, name, , , key, , segments, videos] = cells.map((text) => text.trim());
        return [name, key, segments, videos].join(' | ');
      }),
    );
  }

  row(name: string): Locator {
    return this.region.locator('tr', { has: this.page.getByRole('button', { name: `Name of ${name}`, exact: true }) });
  }

  async choose(name: string): Promise<void> {
    const row = this.row(name);
    await row.getByText('—').or(row.locator('td.number')).first().click();
    await row.focus();
  }
}
