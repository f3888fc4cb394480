import { emptyInstallation, expect, test } from '../support/product';

test('an empty installation is set up once, and its administrator signs in', async ({ page }) => {
  await emptyInstallation(async ({ url }) => {
    await page.goto(url);
    await page.waitForURL('**/setup');
    await page.locator('input[value=blank]').check();
    await page.locator('#displayName').fill('管理员');
    await page.locator('#password').fill('short');
    await page.locator('button[type=submit]').click();
    await expect(page.getByText('密码至少 10 个字符。')).toBeVisible();
    await expect(page.locator('#displayName')).toHaveValue('管理员');
    await page.locator('#password').fill('Correct-Horse-9');
    await page.locator('button[type=submit]').click();
    await page.waitForURL('**/sign-in');
    await page.locator('#username').fill('admin');
    await page.locator('#password').fill('Correct-Horse-9');
    await page.locator('button[type=submit]').click();
    await expect(page.getByRole('link', { name: '用户' }).first()).toBeVisible();
    await page.goto(`${url}/setup`);
    await page.locator('#password').fill('Correct-Horse-9');
    await page.locator('#displayName').fill('第二人');
    await page.locator('button[type=submit]').click();
    await expect(page.getByText('系统已经完成初始化。')).toBeVisible();
  });
});

test('the language switches whole, and stays', async ({ page, product, signIn }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, 'officer');
  await expect(page.getByRole('heading', { name: '今日', level: 1, exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Today', level: 1, exact: true })).toBeVisible();
  await page.goto(`${product.url}/leads`);
  await expect(page.getByRole('heading', { name: 'Leads', level: 1, exact: true })).toBeVisible();
  // Told to the account too, which other tests use.
  const kept = page.waitForResponse(
    (response) => response.url().endsWith('/api/v1/me') && response.request().method() === 'PATCH',
  );
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('heading', { name: '线索', level: 1, exact: true })).toBeVisible();
  await kept;
});

test('the keyboard reaches search, new and help', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, 'officer');
  await page.getByRole('heading', { name: '今日', level: 1, exact: true }).waitFor();
  await page.keyboard.press('/');
  await expect(page.locator('#global-search')).toBeFocused();
  await page.locator('#global-search').blur();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.waitForURL('**/quick-log');
  // Signed in anew in the same window, a key is still heard once, and not at all under a window over the page.
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.waitForURL('**/sign-in**');
  await signIn(page, 'officer', { stay: true });
  await page.getByRole('heading', { name: '今日', level: 1, exact: true }).waitFor();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
});
