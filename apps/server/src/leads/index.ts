export { LeadEntity } from './lead.entity';
export {
  leadColumns,
  leadJoins,
  leadListWhere,
  LeadQueries,
  leadsWhere,
  narrowLeads,
  protectedUntil,
  quietFor,
  whereText,
} from './lead.queries';
export { recordOwnership } from './ownership';
export { demandHeld, LeadService } from './lead.service';
export { lockLead } from './lock-lead';
export { LeadsModule } from './leads.module';
export { recordStatus } from './status-change';
