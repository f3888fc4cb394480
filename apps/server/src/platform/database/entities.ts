import { ApiTokenEntity } from '../../access/api-token.entity';
import { DepartmentEntity } from '../../access/department.entity';
import { UserEntity } from '../../access/user.entity';
import { CompanyEntity } from '../../companies/company.entity';
import { ContactEntity } from '../../contacts/contact.entity';
import { DealEntity } from '../../deals/deal.entity';
import { FollowUpEntity } from '../../follow-ups/follow-up.entity';
import { LeadEntity } from '../../leads/lead.entity';
import { VisitEntity } from '../../visits/visit.entity';

/** Every row that is written through TypeORM. */
export const entities = [
  ApiTokenEntity,
  CompanyEntity,
  ContactEntity,
  DealEntity,
  DepartmentEntity,
  FollowUpEntity,
  LeadEntity,
  UserEntity,
  VisitEntity,
];
