import type {
  AgreementKind,
  AnyDealStage,
  CentreKind,
  ConstructionKind,
  DealStage,
  Evidence,
  InvestorKind,
  InvestorOrigin,
  LeaderLevel,
  Waivable,
} from '@torch/domain';
import { Column, Entity } from 'typeorm';
import { RecordEntity } from '../platform/database/record.entity';

/** Amounts are exact decimals as text, each null together with its currency. */
@Entity('deals')
export class DealEntity extends RecordEntity {
  @Column('text') code!: string;
  @Column('text') title!: string;
  /** The title as it is searched; null stands for its lower case. */
  @Column('text', { nullable: true }) titleText!: string | null;
  @Column('uuid') leadId!: string;
  @Column('uuid') companyId!: string;
  @Column('text') stage!: AnyDealStage;
  @Column('text', { nullable: true }) stageLeft!: DealStage | null;
  @Column('date') stageSince!: string;
  @Column('text', { nullable: true }) closeReason!: string | null;
  @Column('text', { nullable: true }) splitReason!: string | null;
  @Column('text', { array: true }) flagged!: Evidence[];
  @Column('jsonb') waivers!: Partial<Record<Waivable, string>>;
  @Column('text', { nullable: true }) constructionKind!: ConstructionKind | null;
  @Column('text', { nullable: true }) investorKind!: InvestorKind | null;
  @Column('text', { nullable: true }) investorOrigin!: InvestorOrigin | null;
  @Column('text', { nullable: true }) leaderInCharge!: string | null;
  @Column('text', { nullable: true }) leaderLevel!: LeaderLevel | null;
  @Column('text', { nullable: true }) centreKind!: CentreKind | null;
  /** By GB/T 4754. */
  @Column('text', { nullable: true }) industryCode!: string | null;
  @Column('text', { nullable: true }) fundParticipation!: string | null;
  @Column('numeric', { nullable: true }) totalInvestmentAmount!: string | null;
  @Column('text', { nullable: true }) totalInvestmentCurrency!: string | null;
  @Column('numeric', { nullable: true }) fixedAssetInvestmentAmount!: string | null;
  @Column('text', { nullable: true }) fixedAssetInvestmentCurrency!: string | null;
  @Column('numeric', { nullable: true }) contractedForeignCapitalAmount!: string | null;
  @Column('text', { nullable: true }) contractedForeignCapitalCurrency!: string | null;
  @Column('numeric', { nullable: true }) agreedAmountAmount!: string | null;
  @Column('text', { nullable: true }) agreedAmountCurrency!: string | null;
  @Column('numeric', { nullable: true }) registeredCapitalAmount!: string | null;
  @Column('text', { nullable: true }) registeredCapitalCurrency!: string | null;
  @Column('numeric', { nullable: true }) filingAmountAmount!: string | null;
  @Column('text', { nullable: true }) filingAmountCurrency!: string | null;
  @Column('numeric', { nullable: true }) annualOutputAmount!: string | null;
  @Column('text', { nullable: true }) annualOutputCurrency!: string | null;
  @Column('numeric', { nullable: true }) annualTaxAmount!: string | null;
  @Column('text', { nullable: true }) annualTaxCurrency!: string | null;
  @Column('numeric', { nullable: true }) landMu!: string | null;
  @Column('numeric', { name: 'plant_m2', nullable: true }) plantM2!: string | null;
  @Column('numeric', { nullable: true }) powerKva!: string | null;
  @Column('numeric', { nullable: true }) waterTonnes!: string | null;
  @Column('numeric', { name: 'gas_m3', nullable: true }) gasM3!: string | null;
  @Column('text', { nullable: true }) environmentalCapacity!: string | null;
  @Column('jsonb') workers!: { skill: string; count: number }[];
  @Column('numeric', { nullable: true }) outputPerMuAmount!: string | null;
  @Column('text', { nullable: true }) outputPerMuCurrency!: string | null;
  @Column('numeric', { nullable: true }) taxPerMuAmount!: string | null;
  @Column('text', { nullable: true }) taxPerMuCurrency!: string | null;
  @Column('date', { nullable: true }) promisedRegisteredOn!: string | null;
  @Column('date', { nullable: true }) promisedStartedOn!: string | null;
  @Column('date', { nullable: true }) promisedProducedOn!: string | null;
  @Column('date', { nullable: true }) promisedCapacityOn!: string | null;
  @Column('text', { nullable: true }) agreementKind!: AgreementKind | null;
  @Column('date', { nullable: true }) signedOn!: string | null;
  @Column('text', { nullable: true }) localCompanyName!: string | null;
  @Column('text', { nullable: true }) localRegistrationNumber!: string | null;
  @Column('date', { nullable: true }) registeredOn!: string | null;
  @Column('text', { nullable: true }) filingCertificate!: string | null;
  @Column('text', { nullable: true }) landContract!: string | null;
  @Column('text', { nullable: true }) plantLease!: string | null;
  @Column('text', { nullable: true }) environmentalApproval!: string | null;
  @Column('date', { nullable: true }) startedOn!: string | null;
  @Column('text', { nullable: true }) constructionPermit!: string | null;
  @Column('text', { nullable: true }) equipmentContract!: string | null;
  @Column('date', { nullable: true }) statisticsEntryOn!: string | null;
  @Column('date', { nullable: true }) producedOn!: string | null;
  @Column('date', { nullable: true }) capacityOn!: string | null;
}
