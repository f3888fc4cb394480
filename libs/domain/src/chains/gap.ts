/** How well the zone covers a node of an industry chain. */
export const nodeStrengths = ['strong', 'weak', 'missing', 'unknown'] as const;
export type NodeStrength = (typeof nodeStrengths)[number];

export const nodePositions = ['upstream', 'midstream', 'downstream', 'platform'] as const;
export type NodePosition = (typeof nodePositions)[number];

/** 补链 fill a missing link, 延链 extend the chain, 强链 strengthen a weak link. */
export const chainGaps = ['fill', 'extend', 'strengthen'] as const;
export type ChainGap = (typeof chainGaps)[number];
