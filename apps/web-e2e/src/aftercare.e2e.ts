import { axe, sideways } from '../support/look';
import { expect, test } from '../support/product';

test('a deal says what it needs, promises and lacks; its landed company is looked after', async ({
  browser,
  product,
  signIn,
}) => {
  const desk = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const head = await desk.newPage();
  await signIn(head, 'head.med');
  const deal = await head.evaluate(async () => {
    const post = async (path: string, body: object) => {
      const headers = { 'Content-Type': 'application/json' };
      return (await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    };
    const { id: companyId } = await post('/companies', { nameEn: 'Aftercare Ltd', country: 'KR', region: 'KR' });
    await post('/contacts', { companyId, name: 'Contact' });
    const totalInvestment = { amount: '50000000', currency: 'CNY' };
    const about = { companyId, title: '落地服务项目', channel: 'chain', cluster: 'MED', region: 'KR' };
    return (await post('/deals', { ...about, totalInvestment })) as {
      id: string;
      code: string;
      title: string;
      companyId: string;
    };
  });

  await head.goto(`${product.url}/deals/${deal.id}/edit`);
  await head.locator('#deal-powerKva').fill('1,250');
  await head.locator('#deal-workers').fill('操作工 120\n工程师');
  await head.locator('#deal-promisedStartedOn').fill('2020-03-01');
  await head.locator('#deal-promisedRegisteredOn').fill('2020-05-01');
  await head.locator('main button[type=submit]').click();
  await expect(head.locator('main').getByText('每行写一个工种和人数').first()).toBeVisible();
  await head.locator('#deal-workers').fill('操作工 120\n工程师 8人');
  await head.locator('main button[type=submit]').click();
  await expect(head.getByText('承诺时间的先后顺序不对').first()).toBeVisible();
  await head.locator('#deal-promisedRegisteredOn').fill('2020-02-01');
  await head.locator('main button[type=submit]').click();
  await head.waitForURL(/deals\/[0-9a-f-]{36}$/);
  await expect(head.getByText('操作工 120 人 · 工程师 8 人')).toBeVisible();
  await expect(head.locator('crm-deal-milestones li', { hasText: '开工' })).toContainText('严重逾期');
  expect(await axe(head)).toEqual([]);

  await head.getByRole('link', { name: '卡点', exact: true }).last().click();
  await head.getByRole('button', { name: '登记卡点' }).click();
  await head.getByRole('button', { name: '保存' }).click();
  await expect(head.locator('dialog').getByText('请填写此项。').first()).toBeVisible();
  await head.locator('#small-kind').selectOption('energy');
  await head.locator('#small-what').fill('变电站容量不足 800 千伏安');
  await head.locator('#small-dueOn').fill('2020-01-01');
  await head.locator('dialog').getByText('核心卡点').click();
  expect(await axe(head)).toEqual([]);
  await head.getByRole('button', { name: '保存' }).click();
  const problem = head.locator('crm-problem-list li', { hasText: '变电站容量不足' });
  await expect(problem).toContainText('已逾期');

  await head.goto(`${product.url}/problems?core=true`);
  await expect(head.locator('li', { hasText: '变电站容量不足' })).toContainText(deal.code);
  expect(await axe(head)).toEqual([]);
  await head.goto(product.url);
  await expect(head.getByRole('region', { name: '卡点:逾期和一周内到期' })).toContainText('变电站容量不足');

  // The head takes the evidence upon herself: what matters here is that the company lands.
  await head.evaluate(async (id) => {
    const { version } = await (await fetch(`/api/v1/deals/${id}`)).json();
    await fetch(`/api/v1/deals/${id}/stage`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ version, stage: 'registered', override: true, reason: '资料随后补交' }),
    });
  }, deal.id);
  await head.goto(`${product.url}/companies/${deal.companyId}`);
  const care = head.locator('crm-aftercare-panel');
  await expect(care).toContainText('项目负责人兼任');
  await care.getByRole('button', { name: '指定客户经理' }).click();
  await head.locator('#small-managerId').selectOption({ index: 1 });
  await head.getByRole('button', { name: '保存' }).click();
  await expect(care).not.toContainText('项目负责人兼任');
  expect(await axe(head)).toEqual([]);
  await head.goto(`${product.url}/companies?landed=true`);
  await expect(head.locator('tbody tr').first()).toContainText('已落地');
  await desk.close();

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const small = await phone.newPage();
  await signIn(small, 'head.med');
  await small.goto(`${product.url}/deals/${deal.id}?part=problems`);
  await small.locator('crm-problem-list li', { hasText: '变电站' }).getByRole('button', { name: '已解决' }).click();
  await small.locator('#small-note').fill('新增一台变压器');
  await small.getByRole('button', { name: '保存' }).click();
  await expect(small.locator('crm-problem-list li', { hasText: '变电站' })).toContainText('新增一台变压器');
  expect(await axe(small)).toEqual([]);
  expect(await sideways(small)).toBeLessThanOrEqual(0);
  await small.goto(`${product.url}/companies/${deal.companyId}`);
  await small.getByRole('link', { name: '登记增资扩产线索' }).click();
  await expect(small.locator('select').filter({ hasText: '增资扩产' }).first()).toHaveValue('reinvestment');
  await phone.close();
});
