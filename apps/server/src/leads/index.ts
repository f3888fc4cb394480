export { LeadEntity } from './lead.entity';
export { leadColumns, leadJoins, LeadQueries, quietFor } from './lead.queries';
export { LeadService } from './lead.service';
export { LeadsModule } from './leads.module';
