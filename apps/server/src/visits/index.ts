export { VisitEntity } from './visit.entity';
export { visitColumns, visitJoins, visitsWithin, tourShown, VisitQueries } from './visit.queries';
export { VisitService } from './visit.service';
export { VisitsModule } from './visits.module';
