import { readFile } from 'node:fs/promises';
import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

const proposal = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');

test('a proposal is uploaded on a phone, comes back as it was, and a program posing as one is refused', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, acceptDownloads: true });
  const page = await context.newPage();
  await signIn(page, 'head.med');
  const id = await page.evaluate(
    async () => (await (await fetch('/api/v1/deals?stage=site_visit&limit=1')).json()).items[0].id,
  );
  await page.goto(`${product.url}/deals/${id}`);
  await expect(page.locator('main li.tag', { hasText: '投资方案' })).toBeVisible();
  await page.getByRole('link', { name: '附件' }).click();
  await page.locator('crm-attachments input[type=file]').setInputFiles([
    { name: '投资方案.pdf', mimeType: 'application/pdf', buffer: proposal },
    { name: '附表.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from('MZ'), proposal]) },
  ]);
  await expect(page.getByRole('link', { name: '投资方案.pdf' })).toBeVisible();
  await expect(page.getByText('这种类型的文件不能上传')).toBeVisible();
  await page.getByRole('button', { name: '移除' }).click();
  await expect(page.getByText('这种类型的文件不能上传')).toHaveCount(0);
  const url = await page.getByRole('link', { name: '投资方案.pdf' }).getAttribute('href');
  const bytes = await page.evaluate(
    async (path) => [...new Uint8Array(await (await fetch(path)).arrayBuffer())],
    url as string,
  );
  expect(Buffer.from(bytes).equals(proposal)).toBe(true);
  expect(await axe(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  // What was already there counts as evidence at once.
  await page.getByRole('link', { name: '概览' }).click();
  await expect(page.locator('main li.tag', { hasText: '用地或厂房需求' })).toBeVisible();
  await expect(page.locator('main li.tag', { hasText: '投资方案' })).toHaveCount(0);
  await context.close();
});

test('an upload that breaks off stays on the page and is sent again, once', async ({ browser, product, signIn }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'head.med');
  const id = await page.evaluate(async () => (await (await fetch('/api/v1/deals?limit=1')).json()).items[0].id);
  await page.goto(`${product.url}/deals/${id}?part=files`);
  await page.route('**/api/v1/attachments', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  const file = {
    name: 'minutes.txt',
    mimeType: 'text/plain',
    buffer: await readFile(new URL('../package.json', import.meta.url)),
  };
  await page.locator('crm-attachments input[type=file]').setInputFiles(file);
  await expect(page.getByText('连接中断')).toBeVisible();
  await page.unroute('**/api/v1/attachments');
  await page.getByRole('button', { name: '重试' }).click();
  await expect(page.getByRole('link', { name: 'minutes.txt' })).toHaveCount(1);
  await context.close();
});

test('an upload goes on while another part of the page is open, and its failure is told there', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, 'head.med');
  const id = await page.evaluate(async () => (await (await fetch('/api/v1/deals?limit=1')).json()).items[0].id);
  await page.goto(`${product.url}/deals/${id}?part=files`);
  const files = page.locator('crm-attachments input[type=file]');
  const isPost = '**/api/v1/attachments';
  let release: () => void = () => undefined;
  const hold = (fate: 'continue' | 'abort') => {
    const held = new Promise<void>((resolve) => (release = resolve));
    return page.route(isPost, async (route) => {
      if (route.request().method() === 'POST') await held;
      await (fate === 'abort' && route.request().method() === 'POST' ? route.abort() : route.continue());
    });
  };
  const isLeavingWarned = () => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));

  await hold('continue');
  await files.setInputFiles({ name: '第一份.pdf', mimeType: 'application/pdf', buffer: proposal });
  await expect(page.getByRole('button', { name: '取消' })).toBeVisible();
  await page.getByRole('link', { name: '概览' }).click();
  await expect(page.locator('crm-attachments')).toHaveCount(0);
  expect(await isLeavingWarned()).toBe(true);
  await page.getByRole('link', { name: '附件' }).click();
  await expect(page.locator('crm-attachments').getByText('第一份.pdf')).toBeVisible();
  release();
  await expect(page.getByRole('link', { name: '第一份.pdf' })).toBeVisible();
  expect(await isLeavingWarned()).toBe(false);

  await page.unroute(isPost);
  await hold('abort');
  await files.setInputFiles({ name: '第二份.pdf', mimeType: 'application/pdf', buffer: proposal });
  await page.getByRole('link', { name: '概览' }).click();
  await expect(page.locator('crm-attachments')).toHaveCount(0);
  release();
  await expect(page.getByText('“第二份.pdf”没有上传')).toBeVisible();
  await page.unroute(isPost);
  await page.getByRole('button', { name: '重试' }).click();
  await expect(page.getByText('已上传“第二份.pdf”')).toBeVisible();
  await page.getByRole('link', { name: '附件' }).click();
  await expect(page.getByRole('link', { name: '第二份.pdf' })).toHaveCount(1);
  await context.close();
});

test('a picture is taken from the clipboard, but not out of a field that is being written in', async ({
  browser,
  product,
  signIn,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, 'head.med');
  const id = await page.evaluate(async () => (await (await fetch('/api/v1/deals?limit=1')).json()).items[0].id);
  await page.goto(`${product.url}/deals/${id}?part=files`);
  await expect(page.locator('crm-attachments')).toBeVisible();
  const paste = (selector: string, name: string) =>
    page.evaluate(
      ([where, fileName]) => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File(['plain words'], fileName as string, { type: 'text/plain' }));
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        document.querySelector(where as string)?.dispatchEvent(event);
        return event.defaultPrevented;
      },
      [selector, name],
    );
  await page.getByRole('button', { name: '推进或调整阶段' }).click();
  await page.locator('#deal-stage').waitFor();
  expect(await paste('#deal-reason', 'field.txt')).toBe(false);
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog')).toHaveCount(0);
  expect(await paste('body', 'page.txt')).toBe(true);
  await expect(page.getByRole('link', { name: 'page.txt' })).toBeVisible();
  await expect(page.getByText('field.txt')).toHaveCount(0);
  await context.close();
});
