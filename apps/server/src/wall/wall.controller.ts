import { Problem, Wall, WallParams } from '@torch/contracts';
import { Controller, Get, Header, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { loadActor } from '../access';
import { CockpitQueries, type Lens, lensOf, withoutSecrets } from '../cockpit';
import { CoverageQueries } from '../coverage';
import { Public, Returns } from '../platform/http/decorators';
import { PublicRate } from '../platform/http/public-rate';
import { ProgressQueries } from '../targets';
import { WallLinkQueries } from './wall-link.queries';

/** As many targets as are read from across a room. */
const targetsShown = 4;

/** Figures for a screen on a wall, for whoever has the link: what its maker reads now, without a name and without a secret. */
@Controller('wall')
export class WallController {
  constructor(
    private readonly db: DataSource,
    private readonly links: WallLinkQueries,
    private readonly cockpit: CockpitQueries,
    private readonly progress: ProgressQueries,
    private readonly coverage: CoverageQueries,
    private readonly rate: PublicRate,
  ) {}

  @Get(':secret')
  @Public()
  @Returns(Wall)
  @Header('x-robots-tag', 'noindex')
  @Header('cache-control', 'private, no-store')
  async read(@Param({ schema: WallParams }) { secret }: WallParams, @Req() { ip }: FastifyRequest): Promise<Wall> {
    await this.rate.spend(ip);
    const link = /^[\w-]{43}$/.test(secret) ? await this.links.shown(secret) : null;
    const maker = link && (await loadActor(this.db.manager, link.makerId));
    if (!link || !maker) throw new Problem('not-found');
    const lens = withoutSecrets(await lensOf(this.db, maker, link.departmentId));
    const { funnel, overdue, changes, ...figures } = await this.cockpit.figures(lens);
    const { funnel: recent, ...aside } = changes;
    const span = ({ from, to }: typeof recent) => ({ from, to });
    return {
      ...figures,
      name: link.name,
      department: lens.department,
      expiresOn: this.links.lastDay(link.expiresAt),
      locale: link.locale,
      year: { now: span(funnel.now), before: span(funnel.before) },
      steps: funnel.now.steps.map(({ step, count, amount, unconverted }, index) => ({
        step,
        count,
        amount,
        unconverted,
        before: funnel.before.steps[index]?.count ?? 0,
        recent: recent.steps[index]?.count ?? 0,
      })),
      overdue: { followUps: overdue.followUps, promises: overdue.promises, problems: overdue.problems },
      changes: aside,
      targets: await this.targets(lens),
      coverage: await this.covered(lens),
    };
  }

  /** Those of just what the screen shows: of a part of it they would need more words than a wall has. */
  private async targets({ actor, department }: Lens): Promise<Wall['targets']> {
    const { items } = await this.progress.progress(actor);
    return (
      items
        .filter(({ target, goal, done }) => {
          const whole = target.cluster === null && target.park === null && target.region === null;
          return whole && target.departmentId === (department?.id ?? null) && goal !== null && done !== null;
        })
        // First those that are judged, as in the cockpit.
        .sort((one, other) => Number(other.standing !== null) - Number(one.standing !== null))
        .slice(0, targetsShown)
    );
  }

  private async covered({ actor, department }: Lens): Promise<Wall['coverage']> {
    const { regions, uncovered } = await this.coverage.matrix(actor, {});
    return {
      regions: regions.map(({ code, nameZh, nameEn, all: { leads, deals, landed } }) => ({
        code,
        nameZh,
        nameEn,
        leads,
        deals,
        landed,
      })),
      // Where one department works not, another may.
      uncovered: department ? null : uncovered,
    };
  }
}
