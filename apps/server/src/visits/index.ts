export { VisitEntity } from './visit.entity';
export { visitColumns, visitJoins, visitListWhere, visitsWithin, tourShown, VisitQueries } from './visit.queries';
export { VisitService } from './visit.service';
export { VisitsModule } from './visits.module';
