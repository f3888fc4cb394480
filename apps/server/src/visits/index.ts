export { VisitEntity } from './visit.entity';
export { visitColumns, visitJoins, tourShown, visitListWhere, VisitQueries } from './visit.queries';
export { VisitService } from './visit.service';
export { VisitsModule } from './visits.module';
