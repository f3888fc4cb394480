import type { Page } from '@playwright/test';
import { axe, goOn, ofColours, sideways } from '../support/look';
import { expect, test } from '../support/product';

// They only look: none changes what another sees, and the longest file is shared out.
test.describe.configure({ mode: 'parallel' });

const screens: Record<string, readonly string[]> = {
  head: [
    '/',
    '/leads',
    '/leads/new',
    '/deals',
    '/companies',
    '/companies/new',
    '/visits',
    '/tours',
    '/promises',
    '/quick-log',
    '/users',
    '/departments',
    '/reference',
    '/recycle-bin',
    '/account',
    '/account/notifications',
    '/notifications?show=all',
    '/no-such-page',
    '/cockpit',
    '/cockpit/records?part=standing',
    '/cockpit/wall',
    '/funnel?from=1900-01-01&groupBy=owner',
    '/funnel/flow?from=1900-01-01',
    '/funnel/flow/records?from=1900-01-01&source=outside&target=created',
    '/kpis?from=1900-01-01',
    '/reports',
    '/exports?scope=toDecide',
  ],
  admin: [
    '/',
    '/users',
    '/reference?list=chain-nodes',
    '/exchange-rates',
    '/calendars',
    '/calendars?country=KR',
    '/mails',
    '/reminder-rules',
    '/reminder-rules/new',
    '/delivery',
    '/robots',
    '/departments',
    '/targets?year=2025',
    '/report-templates',
  ],
  leader: [
    '/targets',
    '/coverage?chain=PRN',
    '/coverage/records?kind=companies',
    '/funnel?groupBy=region&compare=lastYear',
    '/funnel/records?from=1900-01-01&step=contacted',
    '/funnel/trend?from=1900-01-01',
    '/funnel/stays?from=1900-01-01',
    '/funnel/stays/records?from=1900-01-01&step=created',
    '/funnel/origin?from=1900-01-01',
    '/cockpit',
    '/cockpit/records?part=overdueFollowUps',
    '/kpis/records?from=1900-01-01&kpi=projectsSigned&side=numerator',
    '/reports',
  ],
  statistician: [
    '/funds',
    '/funds?all=true',
    '/kpis?from=1900-01-01',
    '/kpis/records?from=1900-01-01&kpi=lostLeads&side=numerator',
    '/month-closes',
    '/funnel/flow?from=1900-01-01',
    '/exports',
  ],
  auditor: ['/audit'],
};

for (const [role, paths] of Object.entries(screens))
  for (const width of [1440, 390])
    test(`${role}, ${width} px: no screen has an axe violation, on a desk in the dark either, a sideways scroll or an error in the console`, async ({
      browser,
      signIn,
    }) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: 'light' });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      await signIn(page, role);
      for (const path of paths) {
        await goOn(page, path);
        expect.soft(await axe(page, { except: null }), path).toEqual([]);
        expect.soft(await sideways(page), `${path} scrolls sideways`).toBeLessThanOrEqual(0);
        // Other colours change nothing but colours, and these are the same on a phone.
        if (width < 1000) continue;
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
        expect.soft(await axe(page, { except: null, rules: ofColours }), `${path}, dark`).toEqual([]);
        await page.emulateMedia({ colorScheme: 'light' });
        await page.locator('html[data-theme=light]').waitFor({ state: 'attached' });
      }
      expect(complaints).toEqual([]);
      await context.close();
    });

const violations = async (page: Page) => axe(page, { except: null });

for (const language of ['zh-CN', 'en'])
  test(`the record pages, their forms and windows, and the way in, ${language}`, async ({
    browser,
    product,
    signIn,
  }) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.addInitScript((chosen) => localStorage.setItem('torch.language', chosen), language);
    await page.goto(`${product.url}/sign-in`);
    await page.locator('#username').waitFor();
    expect.soft(await violations(page), '/sign-in').toEqual([]);
    await signIn(page, 'head');
    for (const list of ['leads', 'companies', 'visits']) {
      const { items } = await page.evaluate(async (path) => (await fetch(`/api/v1/${path}?limit=5`)).json(), list);
      for (const path of [`/${list}/${items[0].id}`, `/${list}/${items[0].id}/edit`, `/${list}/new`]) {
        await goOn(page, path);
        expect.soft(await violations(page), path).toEqual([]);
        expect.soft(await sideways(page), `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      }
    }
    // Forms with everything wrong, and a window over the page.
    await goOn(page, '/leads/new');
    await page.locator('main button[type=submit]').click();
    await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
    expect.soft(await violations(page), 'a form with errors').toEqual([]);
    const { items } = await page.evaluate(async () => (await fetch('/api/v1/leads?status=contacted')).json());
    await goOn(page, `/leads/${items[0].id}`);
    await page.locator('crm-follow-ups button').first().click();
    await page.locator('dialog[open]').waitFor();
    expect(await violations(page), 'a window').toEqual([]);
    await context.close();
  });
