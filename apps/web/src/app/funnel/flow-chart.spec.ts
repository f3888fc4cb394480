import { expect, it } from 'vitest';
import type { ChartColours } from '../chart/chart-colours';
import { flowChart } from './flow-chart';

const colours = new Proxy({}, { get: () => '#000' }) as ChartColours;
interface Drawing {
  tooltip: { formatter: (of: object) => string };
  series: [{ label: { formatter: (of: object) => string }; links: object[] }];
}

it('names the steps of a flow and numbers only its bands', () => {
  const names = { source: (each: string) => `<${each}>`, target: (each: string) => `<${each}>` };
  const links = [
    { from: 'created', to: 'qualified', count: 5 },
    { from: 'qualified', to: 'converted', count: 8 },
  ] as const;
  const drawing = flowChart(links, names, colours, false) as unknown as Drawing;
  expect(drawing.series[0].label.formatter({ name: 'qualified', value: 8 })).toBe('<qualified>');
  expect(drawing.tooltip.formatter({ data: { name: 'qualified' }, value: 8 })).toBe('<qualified>');
  expect(drawing.tooltip.formatter({ data: drawing.series[0].links[0], value: 5 })).toBe('<created> → <qualified> 5');
});
