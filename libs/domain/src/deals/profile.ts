/** Kind of construction 建设性质: new 新建, expansion 扩建, technical renovation 技改, relocation 迁建. */
export const constructionKinds = ['new', 'expansion', 'renovation', 'relocation'] as const;
export type ConstructionKind = (typeof constructionKinds)[number];

/** Kind of the investing company 企业性质, as the bureau's forms ask for it: one answer, the one that tells most. */
export const investorKinds = ['private', 'stateOwned', 'foreign', 'joint', 'listed', 'other'] as const;
export type InvestorKind = (typeof investorKinds)[number];

/** Whether the zone has the company already 存量企业, or it is brought in anew 新引进. */
export const investorOrigins = ['existing', 'introduced'] as const;
export type InvestorOrigin = (typeof investorOrigins)[number];

/** Level of the leader who answers for a deal 包保领导. */
export const leaderLevels = ['province', 'city', 'zone', 'department'] as const;
export type LeaderLevel = (typeof leaderLevels)[number];

/** Whether the project brings a headquarters or an R&D centre 总部/研发中心; `none` says that it was asked. */
export const centreKinds = ['headquarters', 'research', 'both', 'none'] as const;
export type CentreKind = (typeof centreKinds)[number];

/**
 * An industry of GB/T 4754 国民经济行业分类: a section A-T and a division, group or class of two to four digits, so that
 * industries can be put together by any of them. Whether the standard has an industry by the code is not looked up.
 */
export const industryCode = /^[A-T]\d{2,4}$/;
