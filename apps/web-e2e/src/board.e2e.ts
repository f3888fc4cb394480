import type { Page } from '@playwright/test';
import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

/** A deal at the first stage, by whether a visit of its lead took place. */
const dealAt = (page: Page, visited: boolean) =>
  page.evaluate(async (wanted) => {
    const ask = async (path: string) => (await fetch(`/api/v1${path}`)).json();
    for (const deal of (await ask('/deals?stage=negotiating&sort=stageSince&limit=20')).items) {
      const { missing } = await ask(`/deals/${deal.id}`);
      if (missing.includes('completedVisit') !== wanted) return deal as { id: string; code: string; title: string };
    }
    throw new Error('the sample has no such deal');
  }, visited);

/** Drags with the steps that a hand makes. */
async function drag(page: Page, code: string, column: string): Promise<void> {
  const card = page.locator('article', { hasText: code });
  await card.scrollIntoViewIfNeeded();
  const [from, to] = [
    await card.boundingBox(),
    await page.getByRole('region', { name: column, exact: true }).boundingBox(),
  ];
  if (!from || !to) throw new Error('nothing to drag');
  await page.mouse.move(from.x + 30, from.y + 70);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 80, { steps: 5 });
  await page.mouse.move(to.x + 100, to.y + 90, { steps: 15 });
  await page.mouse.up();
}

test('a card is dragged where its evidence is there, and asks for what is missing where it is not', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'head.med');
  const ready = await dealAt(page, true);
  await page.goto(`${product.url}/deals/board`);
  await expect(
    page.getByRole('region', { name: '洽谈', exact: true }).locator('article', { hasText: ready.code }),
  ).toBeVisible();
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await drag(page, ready.code, '考察');
  await expect(
    page.getByRole('region', { name: '考察', exact: true }).locator('article', { hasText: ready.code }),
  ).toBeVisible();
  await expect(page.locator('[aria-live=assertive]')).toContainText(ready.title);
  // The way back is the head's, and asks why.
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(page.locator('#deal-stage')).toHaveValue('negotiating');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(
    page.getByRole('region', { name: '考察', exact: true }).locator('article', { hasText: ready.code }),
  ).toBeVisible();

  await drag(page, ready.code, '评审');
  await expect(page.locator('dialog li', { hasText: '投资方案' })).toBeVisible();
  await expect(page.locator('#deal-stage')).toHaveValue('review');
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog')).toHaveCount(0);
  await expect(
    page.getByRole('region', { name: '考察', exact: true }).locator('article', { hasText: ready.code }),
  ).toBeVisible();

  await page.locator('article', { hasText: ready.code }).getByRole('link').focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(page.locator('dialog li', { hasText: '投资方案' })).toBeVisible();
  await page.keyboard.press('Escape');

  const next = await dealAt(page, true);
  await page.locator('article', { hasText: next.code }).getByRole('link').focus();
  await page.keyboard.press('Alt+ArrowRight');
  const there = page.getByRole('region', { name: '考察', exact: true }).locator('article', { hasText: next.code });
  await expect(there.getByRole('link')).toBeFocused();

  // A column off screen: the board scrolls while the card is held at its edge.
  const far = page.locator('article', { hasText: next.code });
  const from = await far.boundingBox();
  const board = await page.locator('.board').boundingBox();
  if (!from || !board) throw new Error('nothing to drag');
  await page.mouse.move(from.x + 30, from.y + 70);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 80, { steps: 5 });
  await page.mouse.move(board.x + board.width - 5, from.y + 80, { steps: 15 });
  await expect(page.getByRole('region', { name: '达产', exact: true })).toBeInViewport({ ratio: 0.9 });
  const capacity = await page.getByRole('region', { name: '达产', exact: true }).boundingBox();
  if (!capacity) throw new Error('nowhere to drop');
  await page.mouse.move(capacity.x + 100, capacity.y + 90, { steps: 10 });
  await page.mouse.up();
  await expect(page.locator('#deal-stage')).toHaveValue('at_capacity');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: /^考察/ }).click();
  await page.waitForURL(/deals\?.*stage=site_visit/);
  await page.goBack();

  await page.getByRole('button', { name: '四个一批' }).click();
  await expect(
    page.getByRole('region', { name: '储备', exact: true }).locator('article', { hasText: ready.code }),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: /另有在办线索/ })).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await context.close();
});

test('on a phone a card is moved by its button, and several deals at once from the list', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, 'head.ele');
  await page.evaluate(async () => {
    const post = async (path: string, body: object) =>
      (
        await fetch(`/api/v1${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json();
    for (const name of ['Quartzite Works', 'Bamboo Laboratories']) {
      const { id: companyId } = await post('/companies', {
        nameEn: `${name} ${Date.now()}`,
        country: 'KR',
        region: 'KR',
      });
      await post('/contacts', { companyId, name: 'Contact' });
      const totalInvestment = { amount: '5000000', currency: 'USD' };
      await post('/deals', { companyId, title: name, channel: 'chain', cluster: 'ELE', totalInvestment });
    }
  });
  await page.goto(`${product.url}/deals/board`);
  const card = page.getByRole('region', { name: '洽谈', exact: true }).locator('article').first();
  const code = ((await card.innerText()).match(/D-\d{4}-\d{5}/) ?? [''])[0];
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await card.getByRole('button').click();
  await page.locator('#deal-stage').selectOption('on_hold');
  await page.locator('#deal-reason').fill('等待总部预算');
  await page.getByRole('button', { name: '确定' }).click();
  await expect(
    page.getByRole('region', { name: '搁置', exact: true }).locator('article', { hasText: code }),
  ).toHaveCount(1);

  await page.goto(`${product.url}/deals?stage=negotiating`);
  const boxes = page.locator('td.head input[type=checkbox]');
  await boxes.first().check();
  await page.getByRole('button', { name: '批量调整阶段' }).click();
  await page.locator('#small-stage').selectOption('signed');
  await page.getByRole('button', { name: '确定' }).click();
  // None could be moved: the window stays, says why, and goes on from there.
  await expect(page.locator('dialog ul.notice')).toContainText('缺少');
  await page.locator('#small-stage').selectOption('lost');
  await page.locator('#small-closeReason').selectOption({ index: 1 });
  await page.getByRole('button', { name: '确定' }).click();
  await expect(page.getByText('1 个项目已调整')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await context.close();
});
