import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What of axe hangs on the colours: all that a second pass in other colours can find. */
export const ofColours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on the page as it stands, one line for each rule.
 * @param rules all where left out
 * @param except left unseen; as a rule the notices of what was done just now, which come and go over the page
 */
export async function axe(
  page: Page,
  { rules, except = '.cdk-overlay-container' }: { rules?: string[]; except?: string | null } = {},
): Promise<string[]> {
  // Not a page that is still to come, nor one that is pale while it is read anew.
  await page.locator('main').first().waitFor();
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await expect(page.locator('ui-loading, .busy')).toHaveCount(0);
  // Without the legacy mode axe opens a page of its own each time, to join the results of frames; there are none here.
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  if (except) builder.exclude(except);
  if (rules) builder.withRules(rules);
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

/** Pixels by which the page is wider than its window. */
export const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Goes on as by a link of the page, without loading the product anew. */
export async function goOn(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    // The router takes no notice of the page on which it is.
    if (to === location.pathname + location.search) return;
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: null }));
  }, path);
  // The router numbers its navigations in the history, once what the new page needs is loaded.
  await page.waitForFunction(() => history.state?.navigationId);
  await page.locator('main h1, main ui-empty-state').first().waitFor();
  await expect(page.locator('ui-loading')).toHaveCount(0);
}
