export { VisitEntity } from './visit.entity';
export { visitColumns, visitJoins, tourShown, VisitQueries, visitsWithin } from './visit.queries';
export { VisitService } from './visit.service';
export { VisitsModule } from './visits.module';
