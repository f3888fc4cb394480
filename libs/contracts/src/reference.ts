import { chainGaps, nodePositions, nodeStrengths, regionStrategies } from '@torch/domain';
import * as z from 'zod';
import { Code, Id, Name, PageQuery, pageOf, Text, Version } from './fields';

/** What every entry of a reference list has, whatever the list. */
export const ReferenceItem = z.object({
  id: Id,
  version: Version,
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  position: z.int(),
  retired: z.boolean(),
  /** A short account of where the entry comes from. */
  note: z.string().nullable(),
  /** Inferred entries wait for the bureau's word. */
  confirmed: z.boolean(),
});

const common = {
  nameZh: Name,
  nameEn: Name,
  position: z.int().min(0).max(100_000),
  note: Text.nullable(),
  confirmed: z.boolean(),
};

/** The fields that one list has beyond the common ones; an empty row means none. */
export const referenceExtras = {
  clusters: { parkCode: Code.nullable(), target: Text.nullable() },
  parks: { areaKm2: z.number().positive().nullable() },
  anchors: { clusterCode: Code.nullable(), isOneOfTwo: z.boolean() },
  platforms: { role: z.enum(['one', 'four', 'n']) },
  regions: { strategy: z.enum(regionStrategies), overseas: z.boolean() },
  tiers: {},
  /** Days for which whoever first reports a company holds it; `releaseDays` null never releases. */
  channels: {
    protectionDays: z.int().min(1).max(3_650),
    firstWarningDays: z.int().min(1).max(3_650),
    secondWarningDays: z.int().min(1).max(3_650),
    releaseDays: z.int().min(1).max(3_650).nullable(),
  },
  chains: { clusterCode: Code.nullable() },
  'chain-nodes': {
    chainCode: Code,
    stage: z.enum(nodePositions),
    strength: z.enum(nodeStrengths),
    gap: z.enum(chainGaps).nullable(),
  },
  'close-reasons': {},
  /** Of a deal's review: points of the hundred, and whether it may stop the deal alone. */
  indicators: {
    weight: z.int().min(0).max(100),
    vetoable: z.boolean(),
    /** What a reviewer is to look at. */
    guidanceZh: Text.nullable(),
    guidanceEn: Text.nullable(),
  },
} as const;

type Kind = keyof typeof referenceExtras;

function schemasOf<K extends Kind>(kind: K) {
  const fields = { ...common, ...referenceExtras[kind] } as typeof common & (typeof referenceExtras)[K];
  const optional = z.strictObject(fields).partial().shape;
  const item = ReferenceItem.extend(referenceExtras[kind]);
  return {
    item,
    page: pageOf(item),
    /** Everything but the code may be left out and gets a plain default. */
    create: z.strictObject({ ...optional, code: Code, nameZh: Name, nameEn: Name }),
    update: z.strictObject({ ...optional, version: Version, retired: z.boolean().optional() }),
  };
}

/** Schemas of every reference list, by its resource name. */
export const referenceSchemas = {
  clusters: schemasOf('clusters'),
  parks: schemasOf('parks'),
  anchors: schemasOf('anchors'),
  platforms: schemasOf('platforms'),
  regions: schemasOf('regions'),
  tiers: schemasOf('tiers'),
  channels: schemasOf('channels'),
  chains: schemasOf('chains'),
  'chain-nodes': schemasOf('chain-nodes'),
  'close-reasons': schemasOf('close-reasons'),
  indicators: schemasOf('indicators'),
} as const satisfies Record<Kind, unknown>;

export type ReferenceItem = z.infer<typeof ReferenceItem> & Record<string, unknown>;

export const ReferenceQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(500).default(500),
  q: z.string().trim().max(200).optional(),
  retired: z.stringbool().optional(),
  sort: z.enum(['position', '-position', 'code', '-code']).default('position'),
});
export type ReferenceQuery = z.infer<typeof ReferenceQuery>;
